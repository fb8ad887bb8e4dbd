// SPDX-License-Identifier: Apache-2.0
/* Charts: what all of them share, be it colours, zoom, keys or the table under each. */

/* Okabe and Ito's palette for colour-blind readers, its light colours darkened on white to a contrast of 3 to 1. */
dl4jInit.themes = {
  light: {
    text: "#1a1a1a",
    muted: "#595959",
    grid: "#d9d9d9",
    background: "#ffffff",
    mark: "#000000",
    colours: ["#0072b2", "#b87100", "#000000", "#2b8cc4", "#c04e00", "#008060", "#b0558a"],
  },
  dark: {
    text: "#ececec",
    muted: "#b3b3b3",
    grid: "#45474c",
    background: "#1b1c1f",
    mark: "#ffffff",
    colours: ["#56a7e0", "#e69f00", "#ffffff", "#8fd0f5", "#ff8a4c", "#2fcb9e", "#e59bc7"],
  },
};

dl4jInit.dashes = ["solid", [10, 5], [2, 4], [12, 4, 2, 4], [24, 6]];

dl4jInit.printing = false;

dl4jInit.dark = function () {
  const chosen = document.documentElement.dataset.theme;
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches;
  return !dl4jInit.printing && (chosen ? chosen === "dark" : system);
};

dl4jInit.theme = function () {
  return dl4jInit.dark() ? dl4jInit.themes.dark : dl4jInit.themes.light;
};

dl4jInit.colour = function (index) {
  const colours = dl4jInit.theme().colours;
  return colours[index % colours.length];
};

dl4jInit.dash = function (index) {
  return dl4jInit.dashes[index % dl4jInit.dashes.length];
};

/** A sample of a line for legends, which shows the dash, too. */
dl4jInit.sample = function (colour, dash) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "line");
  Object.entries({ width: 30, height: 10, "aria-hidden": true }).forEach(([k, v]) => svg.setAttribute(k, v));
  const stroke = { x1: 0, y1: 5, x2: 30, y2: 5, stroke: colour, "stroke-width": 3 };
  Object.entries(stroke).forEach(([k, v]) => line.setAttribute(k, v));
  if (Array.isArray(dash)) {
    line.setAttribute("stroke-dasharray", dash.join(" "));
  }
  svg.append(line);
  return svg;
};

/** What a tooltip shows: a title and rows {colour, dash, name, text}. An element, so that names stay text. */
dl4jInit.tip = function (title, rows) {
  return dl4jInit.element(
    "div",
    { class: "tip" },
    dl4jInit.element("strong", {}, title),
    rows.map(row =>
      dl4jInit.element(
        "div",
        { class: "tip-row" },
        dl4jInit.element("span", {}, row.colour ? dl4jInit.sample(row.colour, row.dash) : "", " ", row.name),
        dl4jInit.element("b", {}, row.text))));
};

/** The ends of a logarithmic axis: powers of ten, or 1, 2 or 5 times one where the values span less than three of them. */
dl4jInit.logRange = function (values) {
  const positive = values.filter(value => value > 0 && Number.isFinite(value));
  if (positive.length === 0) {
    return {};
  }
  const power = value => Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
  const lowest = positive.reduce((a, b) => Math.min(a, b));
  const highest = positive.reduce((a, b) => Math.max(a, b));
  const steps = highest / lowest > 1000 ? [1, 10] : [1, 2, 5, 10];
  const min = [...steps].reverse().map(step => step * power(lowest)).find(end => end <= lowest * (1 + 1e-9));
  const max = steps.map(step => step * power(highest)).find(end => end >= highest * (1 - 1e-9));
  return min < max ? { min, max } : { min: min / 2, max: max * 2 };
};

/** The axes, zoom and tooltip of a chart of lines. x and y: {name, log, min, max, whole, text(value)}. */
dl4jInit.plane = function (x, y, tip) {
  const theme = dl4jInit.theme();
  const axis = settings => ({
    type: settings.log ? "log" : "value",
    name: settings.name,
    min: settings.min,
    max: settings.max,
    minInterval: settings.whole ? 1 : undefined,
    scale: true,
    nameTextStyle: { color: theme.text },
    axisLabel: { color: theme.text, hideOverlap: true, formatter: settings.text || (value => dl4jInit.number(value)) },
    axisLine: { show: true, lineStyle: { color: theme.muted } },
    splitLine: { lineStyle: { color: theme.grid } },
    minorSplitLine: { show: false },
  });
  return {
    animation: false,
    textStyle: { color: theme.text },
    grid: { left: 12, right: 24, top: 34, bottom: 66, containLabel: true },
    xAxis: { ...axis(x), nameLocation: "middle", nameGap: 26 },
    yAxis: { ...axis(y), nameLocation: "end", nameTextStyle: { color: theme.text, align: "left" } },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: theme.background,
      borderColor: theme.muted,
      textStyle: { color: theme.text },
      axisPointer: { type: "line", lineStyle: { color: theme.muted } },
      formatter: tip,
    },
    toolbox: { show: true, top: -100, feature: { dataZoom: { yAxisIndex: "none" } } },
    dataZoom: [
      { type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false },
      {
        type: "slider",
        xAxisIndex: 0,
        filterMode: "none",
        height: 22,
        bottom: 8,
        showDetail: false,
        showDataShadow: false,
        brushSelect: false,
        borderColor: theme.grid,
        textStyle: { color: theme.text },
        fillerColor: dl4jInit.dark() ? "rgba(140,180,220,0.25)" : "rgba(0,114,178,0.15)",
      },
    ],
  };
};

/** A line of points [x, y]; several of them are cheap. */
dl4jInit.line = function (name, points, colour, dash, width = 2) {
  return {
    type: "line",
    name,
    data: points,
    showSymbol: points.length === 1,
    symbolSize: 7,
    lineStyle: { color: colour, type: dash, width },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    clip: true,
    zlevel: 0, // which ECharts 5.3 misses, with a warning, where it marks the hovered points
  };
};

/** The area between points [x, lowest, highest]. */
dl4jInit.band = function (points, colour) {
  return {
    type: "custom",
    data: points,
    encode: { x: 0, y: [1, 2] },
    silent: true,
    clip: true,
    z: 1,
    tooltip: { show: false },
    renderItem: (params, api) =>
      params.dataIndex > 0 || points.length < 2
        ? null
        : {
            type: "polygon",
            shape: {
              points: points.map(p => api.coord([p[0], p[2]])).concat([...points].reverse().map(p => api.coord([p[0], p[1]]))),
            },
            style: { fill: colour, opacity: dl4jInit.dark() ? 0.25 : 0.16 },
          },
  };
};

/**
 * A chart with its title, a note, buttons, keys, and the table of its values under it.
 *
 * option(): what to draw, from dl4jInit.plane or like it. label(): what a screen reader says. table(): what
 * dl4jInit.table takes. keys(event): keys that this chart takes itself, returns whether it did; keysHelp says which.
 * zooms: whether it can be zoomed.
 */
dl4jInit.chart = function (parent, { id, title, note, height = 380, option, label, table, keys, keysHelp, zooms = true }) {
  const element = dl4jInit.element;
  const plot = element("div", { class: "plot", tabindex: 0, role: "img", id });
  plot.style.height = height + "px";
  const noteLine = element("p", { class: "note" });
  const details = element("details", {}, element("summary", {}, "The values as a table"));
  const spoken = element("p", { class: "spoken", role: "status" });
  const buttons = element(
    "div",
    { class: "buttons" },
    zooms ? element("button", { type: "button", click: () => chart.zoom(0, 100) }, "Whole range") : null,
    element("button", { type: "button", click: () => chart.save() }, "Save picture"));
  parent.append(element("figure", { class: "chart" }, element("figcaption", {}, title), plot, spoken, noteLine, buttons, details));
  const instance = window.echarts.init(plot, null, { renderer: "canvas" });

  const chart = {
    id,
    title,
    plot,
    instance,
    point: -1,
    byMouse: false,

    draw() {
      const zoom = this.range();
      instance.setOption(option(), { notMerge: true });
      if (zoom) {
        this.zoom(...zoom);
      }
      this.boxZoom(this.byMouse);
      const help = keysHelp || "Arrow keys go from value to value, plus and minus zoom, 0 shows the whole range.";
      plot.setAttribute("aria-label", `${title}. ${label()} ${help}`);
      noteLine.textContent = typeof note === "function" ? note() : note || "";
      if (details.open) {
        this.fillTable();
      }
    },

    fillTable() {
      details.replaceChildren(details.firstElementChild, dl4jInit.table(table()));
    },

    /** A drag with the mouse zooms to what it crosses; with a finger it scrolls the page. */
    boxZoom(on) {
      this.byMouse = on;
      instance.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: on });
    },

    range() {
      const zoom = (instance.getOption() || {}).dataZoom;
      return zoom && zoom.length > 0 ? [zoom[0].start, zoom[0].end] : null;
    },

    zoom(start, end) {
      instance.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, start: Math.max(0, start), end: Math.min(100, end) });
    },

    step(direction) {
      const series = instance.getOption().series;
      const index = series.findIndex(one => ["line", "scatter"].includes(one.type) && one.data.length > 0);
      if (index >= 0) {
        this.point = Math.max(0, Math.min(series[index].data.length - 1, this.point + direction));
        instance.dispatchAction({ type: "showTip", seriesIndex: index, dataIndex: this.point });
        this.speak();
      }
    },

    /** Lets a screen reader say what the tooltip shows. */
    speak() {
      const shown = plot.querySelector(".tip");
      const texts = shown ? [...shown.querySelectorAll("strong, span, b")].map(part => part.textContent.trim()) : [];
      spoken.textContent = texts.join(" ");
    },

    save() {
      const url = instance.getDataURL({ pixelRatio: 2, backgroundColor: dl4jInit.theme().background });
      element("a", { href: url, download: title.replace(/[^\w]+/g, "-").toLowerCase() + ".png" }).click();
    },
  };

  const take = event => {
    if (keys && keys(event)) {
      event.preventDefault();
      return;
    }
    const [start, end] = chart.range() || [0, 100];
    const quarter = (end - start) / 4;
    const actions = {
      ArrowRight: () => chart.step(event.shiftKey ? 10 : 1),
      ArrowLeft: () => chart.step(event.shiftKey ? -10 : -1),
      "+": () => chart.zoom(start + quarter, end - quarter),
      "-": () => chart.zoom(start - 2 * quarter, end + 2 * quarter),
      0: () => chart.zoom(0, 100),
      Escape: () => instance.dispatchAction({ type: "hideTip" }),
    };
    if (event.key in actions && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      actions[event.key]();
    }
  };

  plot.addEventListener("keydown", take);
  plot.addEventListener("pointerenter", event => {
    const mouse = event.pointerType === "mouse";
    if (zooms && mouse !== chart.byMouse) {
      chart.boxZoom(mouse);
    }
  });
  plot.addEventListener("dblclick", () => chart.zoom(0, 100));
  details.addEventListener("toggle", () => details.open && chart.fillTable());
  new ResizeObserver(() => instance.resize()).observe(plot);
  dl4jInit.charts.push(chart);
  return chart;
};
