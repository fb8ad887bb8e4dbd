// SPDX-License-Identifier: Apache-2.0
/* Charts over the layers of a network, and what is known of one of them. */

/** What is drawn over the layers. An axis of shares shows a tenth at least: less is as good as none. */
dl4jInit.figures = {
  activation: { text: "root mean square of activations", axis: "root mean square", title: "Forward: activations", log: true },
  gradient: { text: "gradient norm", axis: "norm", title: "Back: gradients", log: true },
  update: { text: "log₁₀ of update over weight", axis: "log₁₀", title: "The next step: update over weight", log: false },
  dead: { text: "share of dead units", axis: "share", title: "Dead units", log: false, min: 0, max: value => (value.max > 0.1 ? null : 0.1) },
  saturated: { text: "share of saturated pre-activations", axis: "share", title: "Saturation", log: false, min: 0, max: value => (value.max > 0.1 ? null : 0.1) },
  cosine: { text: "mean cosine of two examples", axis: "cosine", title: "How alike examples are", log: false },
};

dl4jInit.layerCharts = function (section, probes, draw) {
  const longest = probes.reduce((a, b) => (b.layers.length > a.layers.length ? b : a));
  const name = i => (longest.layers[i] ? longest.layers[i].name : "");
  const pair = dl4jInit.element("div", { class: "charts" });
  section.append(
    dl4jInit.element("p", { class: "note" }, "From the inputs on the left to the outputs. A ring is a layer with a problem; a click chooses a layer, which is told of below."),
    pair);
  const measured = figure => probes.some(probe => probe.moments.some(moment => moment[figure].some(value => value !== null)));
  return Object.keys(dl4jInit.figures).filter(measured).map(figure => {
    const { axis, title, log, min, max } = dl4jInit.figures[figure];
    const has = (probe, i, value) => value !== null && !(log && value <= 0) && !(figure === "activation" && probe.layers[i].output);
    const points = probe => probe.moment[figure].map((value, i) => [i, value]).filter(([i, value]) => has(probe, i, value));
    const text = value => dl4jInit.number(value, 3);
    const chart = dl4jInit.chart(pair, {
      id: figure,
      title,
      height: 300,
      note: log ? "What is zero or not finite has no place." : "",
      option: () => {
        const theme = dl4jInit.theme();
        const tip = hovered => {
          const i = hovered[0].value[0];
          return dl4jInit.tip(`${name(i)} (${longest.layers[i].type})`, hovered.filter(one => one.seriesType === "line").map(one => {
            const probe = probes[one.seriesIndex];
            return { colour: dl4jInit.colour(probe.number), dash: dl4jInit.dash(probe.number), name: axis + probe.suffix, text: text(one.value[1]) };
          }));
        };
        const base = dl4jInit.plane({ name: "layer", whole: true, text: name }, { name: axis, log, min, max, text }, tip);
        return {
          ...base,
          series: [
            ...probes.map(probe => ({
              ...dl4jInit.line(axis + probe.suffix, points(probe), dl4jInit.colour(probe.number), dl4jInit.dash(probe.number)),
              showSymbol: longest.layers.length < 40,
              symbol: "circle",
            })),
            ...probes.map(probe => ({
              type: "scatter",
              name: "problems",
              symbolSize: 13,
              silent: true,
              itemStyle: { color: "transparent", borderColor: dl4jInit.dark() ? "#ff8a4c" : "#c04e00", borderWidth: 2 },
              data: points(probe).filter(([i]) => probe.hasProblem(i)),
            })),
          ],
        };
      },
      label: () => probes.map(probe => {
        const all = points(probe);
        return all.length === 0 ? "" : `From ${text(all[0][1])} at ${name(all[0][0])} to ${text(all[all.length - 1][1])} at ${name(all[all.length - 1][0])}${probe.suffix}.`;
      }).join(" "),
      table: () => ({
        caption: title,
        rows: longest.layers.map((layer, i) => i),
        columns: [
          { name: "layer", value: i => name(i) },
          ...probes.map(probe => ({
            name: axis + probe.suffix,
            value: i => probe.moment[figure][i],
            text: i => dl4jInit.figure(probe.moment[figure][i], 3),
            numeric: true,
          })),
        ],
      }),
    });
    chart.instance.getZr().on("click", event => {
      const [x] = chart.instance.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
      probes.forEach(probe => probe.choose(Math.round(x)));
      draw();
    });
    return chart;
  });
};

/** One layer: its figures, and how its activations and gradients are distributed. Returns what draws it. */
dl4jInit.chosenLayer = function (section, probe, draw) {
  const element = dl4jInit.element;
  const { layers, report } = probe;
  const controls = element("div", { class: "controls panel" });
  const sentences = element("div");
  const facts = element("dl");
  const parameters = element("div");
  const pair = element("div", { class: "charts" });
  const name = i => `${layers[i].name} (${layers[i].type})`;
  const options = layers.map((layer, i) => ({ value: i, text: name(i) }));
  const select = dl4jInit.controls.select("Layer", `${probe.run.name} layer`, probe.layer, options, draw);
  controls.append(select);
  section.append(controls, sentences, facts, pair, parameters);
  const histograms = ["activationHistogram", "gradientHistogram"]
    .filter(what => layers.some(layer => layer[what]))
    .map(what => dl4jInit.histogram(pair, probe, what));

  const moments = layer => (layer ? `mean ${dl4jInit.measured(layer.mean)}, std ${dl4jInit.measured(layer.std)}, rms ${dl4jInit.measured(layer.rms)}` : null);
  const share = value => (value === undefined ? null : dl4jInit.share(value));
  const factsOf = layer => ({
    "activation function": layer.function,
    "fed by": (layer.inputs || []).map(i => layers[i].name).join(", ") || null,
    "layers with weights up to here": layer.depth,
    "pre-activations": moments(layer.preActivation),
    activations: moments(layer.activation),
    "norm of the gradient": layer.gradientNorm === undefined ? null : dl4jInit.measured(layer.gradientNorm),
    "dead units": share(layer.deadShare),
    "saturated": share(layer.saturatedShare),
    "mean cosine of two examples": layer.meanCosine === undefined ? null : dl4jInit.measured(layer.meanCosine),
    "gradient a step back in time": layer.gradientRatePerStep === undefined ? null : dl4jInit.measured(layer.gradientRatePerStep),
  });

  return () => {
    const layer = layers[probe.layer];
    select.lastChild.selectedIndex = probe.layer; // it may have been chosen elsewhere
    sentences.replaceChildren(...report.problems.filter(problem => problem.layer === layer.name).map(problem => element("p", {}, problem.sentence)));
    facts.replaceChildren(...Object.entries(factsOf(layer)).filter(([, value]) => value !== null && value !== undefined)
      .flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, String(value))]));
    const figure = (heading, pick) => ({ name: heading, value: row => dl4jInit.finite(pick(row)), text: row => dl4jInit.measured(pick(row)), numeric: true });
    parameters.replaceChildren(layer.parameters.length === 0 ? "" : dl4jInit.table({
      caption: `Parameters of ${name(probe.layer)}`,
      rows: layer.parameters,
      columns: [
        { name: "parameter", value: row => row.name },
        figure("mean", row => row.values.mean),
        figure("std", row => row.values.std),
        figure("gradient norm", row => row.gradientNorm),
        figure("mean size of the next update", row => row.update && row.update.meanMagnitude),
        figure("log₁₀ of update over value", row => row.log10UpdateRatio),
      ],
    }));
    histograms.forEach(chart => chart.draw());
  };
};

/** How many activations or gradients of the chosen layer are how large. */
dl4jInit.histogram = function (pair, probe, what) {
  const title = what === "activationHistogram" ? "Activations" : "Gradients";
  const text = value => dl4jInit.number(value, 3);
  const bins = () => {
    const histogram = probe.layers[probe.layer][what];
    if (!histogram) {
      return [];
    }
    const { from, to, counts } = histogram;
    const width = (to - from) / counts.length;
    return counts.map((count, i) => ({ from: from + i * width, to: from + (i + 1) * width, count }));
  };
  return dl4jInit.chart(pair, {
    id: `${probe.run.name} ${what}`,
    title: `${title} of the chosen layer`,
    height: 300,
    zooms: false,
    note: () => (bins().length === 0
      ? "There are none: not measured, or not finite."
      : "Bins are equally wide; what lies more than four standard deviations from the mean counts in the outermost."),
    option: () => {
      const theme = dl4jInit.theme();
      const all = bins();
      const tip = hovered => {
        const bin = all[hovered[0].dataIndex];
        return dl4jInit.tip(`${text(bin.from)} to ${text(bin.to)}`, [{ name: "elements", text: String(bin.count) }]);
      };
      const base = dl4jInit.plane({ name: "value" }, { name: "elements" }, tip);
      const middles = all.map(bin => text((bin.from + bin.to) / 2));
      return {
        ...base,
        grid: { ...base.grid, bottom: 40 },
        dataZoom: [],
        toolbox: undefined,
        tooltip: { ...base.tooltip, axisPointer: { type: "shadow" } },
        xAxis: { ...base.xAxis, type: "category", data: middles, axisLabel: { color: theme.text, hideOverlap: true } },
        yAxis: { ...base.yAxis, scale: false },
        series: [{
          type: "bar",
          name: title,
          barCategoryGap: "4%",
          itemStyle: { color: dl4jInit.colour(what === "activationHistogram" ? 0 : 4) },
          data: all.map(bin => bin.count),
        }],
      };
    },
    label: () => {
      const all = bins();
      return all.length === 0 ? "Not measured." : `${all.length} bins from ${text(all[0].from)} to ${text(all[all.length - 1].to)}.`;
    },
    table: () => ({
      caption: `${title} of ${probe.layers[probe.layer].name}`,
      sorts: false,
      rows: bins(),
      columns: [
        { name: "from", value: bin => bin.from, text: bin => text(bin.from), numeric: true },
        { name: "to", value: bin => bin.to, text: bin => text(bin.to), numeric: true },
        { name: "elements", value: bin => bin.count, numeric: true },
      ],
    }),
  });
};
