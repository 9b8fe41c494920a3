// Charts, loaded only where a page has some. Data and words come from the page; colours from the tokens.
import * as echarts from "echarts/core";
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  AriaComponent, BarChart, CanvasRenderer, GridComponent, LineChart, MapChart, TooltipComponent, VisualMapComponent,
]);

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const fontSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125;

function text(color = token("ink-soft")) {
  return { color, fontSize: fontSize(), fontFamily: getComputedStyle(document.body).fontFamily };
}

function seriesOf(chart, type, extra) {
  return chart.series.map((one, index) => ({
    name: one.name,
    type,
    data: one.values,
    itemStyle: { color: token(one.colour || `chart-${index + 1}`) },
    label: { show: true, ...text(token("ink")), formatter: ({ value }) => value.toLocaleString() },
    ...extra,
  }));
}

function bars(chart) {
  return {
    grid: { left: 8, right: 64, top: 16, bottom: 8, containLabel: true },
    xAxis: { type: "value", axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: "category", inverse: true, data: chart.labels, axisLabel: text(), axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-strong") } },
    },
    series: seriesOf(chart, "bar", { barMaxWidth: 22 }).map((one) => ({
      ...one, label: { ...one.label, position: "right" },
    })),
  };
}

// A line says its own name at its end: no legend to look up.
function lineWithName(one, index) {
  return {
    ...one,
    symbolSize: 7,
    label: { show: false },
    endLabel: { show: true, ...text(one.itemStyle.color), formatter: one.name, offset: [4, index ? 10 : -10] },
  };
}

function columns(chart) {
  return {
    grid: { left: 8, right: chart.kind === "line" ? 128 : 24, top: 32, bottom: 8, containLabel: true },
    xAxis: {
      type: "category", data: chart.labels, axisLabel: text(), axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-strong") } },
    },
    yAxis: { type: "value", axisLabel: text(), splitLine: { lineStyle: { color: token("line") } } },
    series: seriesOf(chart, chart.kind === "line" ? "line" : "bar", { barMaxWidth: 40 }).map((one, index) => (
      chart.kind === "line" ? lineWithName(one, index) : { ...one, label: { ...one.label, position: "top" } }
    )),
  };
}

async function map(chart) {
  const outlines = await (await fetch(chart.map)).json();
  echarts.registerMap("hainan", outlines);
  const values = chart.series[0].values;
  return {
    visualMap: {
      min: 0, max: Math.max(1, ...values), left: 16, bottom: 16, textStyle: text(), calculable: false,
      inRange: { color: [token("surface-quiet"), token("lagoon"), token("action")] },
    },
    series: [{
      type: "map", map: "hainan", nameProperty: "name", roam: false,
      // The far southern islands would shrink the main island to a dot: the view is set on the counties of the island.
      boundingCoords: [[108.4, 20.3], [111.3, 18.0]],
      itemStyle: { borderColor: token("ink-soft"), areaColor: token("surface-quiet") },
      data: chart.labels.map((name, index) => ({ name, value: values[index] })),
    }],
  };
}

async function draw(holder) {
  const chart = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
  const drawn = echarts.init(holder);
  const option = chart.kind === "map" ? await map(chart) : chart.kind === "bar" ? bars(chart) : columns(chart);
  drawn.setOption({
    animation: false,
    aria: { enabled: true, label: { description: chart.title } },
    tooltip: { textStyle: { fontSize: fontSize() }, confine: true },
    ...option,
  });
  window.addEventListener("resize", () => drawn.resize());
  window.addEventListener("beforeprint", () => drawn.resize());
  const save = document.querySelector(`[data-save="${holder.dataset.chart}"]`);
  if (!save) return;
  save.hidden = false;
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = drawn.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("surface") });
    link.download = `${chart.title}.png`;
    link.click();
  });
}

document.querySelectorAll("[data-chart]").forEach(draw);
