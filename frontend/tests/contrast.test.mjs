// Every pair of text and ground in every theme reaches WCAG AA: 4.5 for text, 3 for lines and marks; 7 in high contrast.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const styles = join(dirname(fileURLToPath(import.meta.url)), "../styles");
const css = sass.compile(join(styles, "_tokens.scss")).css;

function tokensOf(selector) {
  const block = css.split(`${selector} {`)[1].split("}")[0];
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}

const light = tokensOf(":root");
const themes = {
  light,
  dark: { ...light, ...tokensOf('[data-theme=dark]') },
  contrast: { ...light, ...tokensOf('[data-theme=contrast]') },
};

const TEXT = [
  ["ink", "ground"], ["ink", "surface"], ["ink", "surface-quiet"], ["ink", "mark"],
  ["ink-soft", "ground"], ["ink-soft", "surface"], ["ink-soft", "surface-quiet"],
  ["ink-faint", "ground"], ["ink-faint", "surface"],
  ["action", "ground"], ["action", "surface"], ["action", "surface-quiet"], ["action", "mark"],
  ["action-strong", "ground"], ["action-strong", "surface"], ["action-strong", "surface-quiet"],
  ["on-action", "action"], ["on-action", "action-strong"],
  ["on-header", "header"], ["on-header-soft", "header"],
  ["good", "good-ground"], ["minor", "minor-ground"], ["general", "general-ground"], ["serious", "serious-ground"],
  ["good", "ground"], ["general", "ground"], ["serious", "ground"], ["serious", "surface"], ["general", "surface"],
  ["ink", "serious-ground"], ["ink", "general-ground"], ["ink", "good-ground"],
];
const MARKS = [
  ["line-strong", "ground"], ["line-strong", "surface"], ["lagoon", "ground"], ["lagoon", "surface"],
  ["focus", "ground"], ["focus", "surface"],
  ["chart-1", "surface"], ["chart-2", "surface"], ["chart-3", "surface"], ["chart-4", "surface"], ["chart-5", "surface"],
];

function luminance(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

for (const [theme, tokens] of Object.entries(themes)) {
  const least = theme === "contrast" ? 7 : 4.5;
  for (const [pairs, limit] of [[TEXT, least], [MARKS, 3]]) {
    for (const [text, ground] of pairs) {
      test(`${theme}: ${text} on ${ground}`, () => {
        const reached = contrast(tokens[text], tokens[ground]);
        assert.ok(reached >= limit, `${reached.toFixed(2)} is below ${limit}`);
      });
    }
  }
}
