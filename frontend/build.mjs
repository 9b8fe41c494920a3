// Builds the styles and scripts of all sites: `npm run build`, or `npm run watch` while working on them.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/creditport/sites/static/built");

function styles() {
  const built = sass.compile(join(here, "styles/site.scss"), {
    style: "compressed",
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    // Bootstrap 5 is written with these; they go when Bootstrap drops them.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  writeFileSync(join(out, "site.css"), built.css);
}

const scripts = {
  entryPoints: ["site", "charts", "office"].map((name) => join(here, `scripts/${name}.js`)),
  bundle: true,
  minify: true,
  legalComments: "linked",
  format: "iife",
  target: ["es2020"],
  outdir: out,
  logLevel: "warning",
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(here, "images"), out, { recursive: true });
styles();
if (process.argv.includes("--watch")) {
  const { watch } = await import("node:fs");
  watch(join(here, "styles"), styles);
  await (await esbuild.context(scripts)).watch();
} else {
  await esbuild.build(scripts);
}
