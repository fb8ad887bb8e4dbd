// SPDX-License-Identifier: Apache-2.0
/* What a probe shows: the doctor's words first, then the signal layer by layer, the network, and a layer of one's choice. */

dl4jInit.kinds.probe = (section, runs) => dl4jInit.doctor(section, runs);

dl4jInit.doctor = function (section, runs) {
  const element = dl4jInit.element;
  const several = runs.length > 1;
  const draws = [];
  const draw = () => draws.forEach(one => one());
  const probes = runs.map((run, r) => dl4jInit.probed(run, r, several));
  const heading = (text, probe) => element("h2", {}, several ? `${text}: ${probe.run.name}` : text);

  for (const probe of probes) {
    section.append(heading("What the doctor says", probe), ...dl4jInit.doctorsWords(probe));
  }
  for (const probe of probes.filter(one => one.moments.length > 1)) {
    section.append(heading("While it trains", probe));
    draws.push(...dl4jInit.trainingCharts(section, probe, draw).map(chart => () => chart.draw()));
  }
  section.append(element("h2", {}, "Layer by layer"));
  draws.push(...dl4jInit.layerCharts(section, probes, draw).map(chart => () => chart.draw()));
  for (const probe of probes) {
    if (probe.branches) {
      section.append(heading("The network", probe));
      const graph = dl4jInit.networkGraph(section, probe, draw);
      draws.push(() => graph.draw());
    }
    section.append(heading("A layer", probe));
    draws.push(dl4jInit.chosenLayer(section, probe, draw));
    if (probe.run.data.rates) {
      section.append(heading("Learning rates", probe));
      const rates = dl4jInit.ratesChart(section, probe);
      draws.push(() => rates.draw());
    }
    if (probe.report.data.length > 0) {
      section.append(heading("The batch", probe), dl4jInit.batchTable(probe.report));
    }
  }
  draw();
  return draw;
};

/** A number of a report, which writes what is not finite as a text; null if it is none or was not measured. */
dl4jInit.finite = value => (typeof value === "number" ? value : null);

/** A number of a report for tables, NaN and infinities by their names. */
dl4jInit.measured = (value, digits = 3) => (typeof value === "string" ? value : dl4jInit.figure(value, digits));

/** A report with what its charts ask of it. Figures come by moments, of which a probe has one. */
dl4jInit.probed = function (run, number, several) {
  const { report } = run.data;
  const { layers } = report;
  const consumers = layers.map(() => 0);
  layers.forEach(layer => (layer.inputs || []).forEach(input => consumers[input]++));
  const names = new Set(report.problems.map(problem => problem.layer));
  const worst = layers.findIndex(layer => names.has(layer.name));
  const moments = run.data.moments || [dl4jInit.momentOf(report)];
  const choice = `${run.name} layer`;
  const when = `${run.name} when`;
  return {
    run,
    report,
    layers,
    moments,
    number,
    suffix: several ? ` · ${run.name}` : "",
    branches: layers.some((layer, i) => (layer.inputs || []).length > 1 || consumers[i] > 1),

    /** The number of the layer that is looked at: at first one with a problem, or the first with weights. */
    get layer() {
      const weighted = layers.findIndex(layer => layer.type !== "input");
      return dl4jInit.chosen(choice, worst >= 0 ? worst : Math.max(0, weighted));
    },

    choose(layer) {
      dl4jInit.choose(choice, Math.max(0, Math.min(layers.length - 1, layer)));
    },

    /** The number of the moment that is looked at: the last, until the reader chooses another. */
    get when() {
      return dl4jInit.chosen(when, moments.length - 1);
    },

    whenName: when,

    get moment() {
      return moments[this.when];
    },

    hasProblem: layer => names.has(layers[layer].name),
  };
};

/** What a report measured of its layers, a list for each figure; the same as a training's moments have. */
dl4jInit.momentOf = function (report) {
  const of = pick => report.layers.map(layer => dl4jInit.finite(pick(layer)));
  const weights = layer => layer.parameters.find(one => one.name === "W") || layer.parameters.find(one => one.name.includes("W")) || {};
  return {
    iteration: report.iteration,
    losses: report.losses.map(one => dl4jInit.finite(one.loss)),
    activation: of(layer => layer.activation.rms),
    gradient: of(layer => layer.gradientNorm),
    dead: of(layer => layer.deadShare),
    saturated: of(layer => layer.saturatedShare),
    cosine: of(layer => layer.meanCosine),
    update: of(layer => weights(layer).log10UpdateRatio),
  };
};

dl4jInit.doctorsWords = function ({ report, moments }) {
  const element = dl4jInit.element;
  const { forward, backward } = report;
  const way = (name, trend) => `${name}: ${trend.verdict.toLowerCase()}`
    + (dl4jInit.finite(trend.ratePerLayer) === null ? "" : `, a factor of ${dl4jInit.figure(trend.ratePerLayer, 3)} a layer`)
    + (dl4jInit.finite(trend.ordersOfMagnitude) === null ? "" : `, ${dl4jInit.figure(trend.ordersOfMagnitude, 3)} orders of magnitude in all`);
  const words = [
    element(
      "p",
      {},
      element("span", { class: "state " + (report.healthy ? "done" : "not-done") }, report.healthy ? "healthy" : "not healthy"),
      ` ${way("forward", forward)}; ${way("backward", backward)}; ${dl4jInit.count(report.examples, "example")}`
        + (moments.length > 1 ? `; the last report, of iteration ${report.iteration}` : report.iteration > 0 ? `, after ${dl4jInit.count(report.iteration, "update")}` : "")
        + "."),
    ...report.summary.split("\n").filter(Boolean).map(line => element("p", {}, line)),
  ];
  if (report.examplesNote) {
    words.push(element("p", { class: "note" }, report.examplesNote));
  }
  if (report.problems.length > 0) {
    words.push(dl4jInit.table({
      caption: "What is wrong, the worst kind first",
      rows: report.problems,
      columns: [
        { name: "kind", value: problem => problem.kind.toLowerCase().replaceAll("_", " ") },
        { name: "layer", value: problem => problem.layer },
        { name: "what", value: problem => problem.sentence },
        ...(report.problems.some(problem => problem.advice) ? [{ name: "what to do", value: problem => problem.advice }] : []),
      ],
    }));
  }
  if (report.recommendation) {
    words.push(element("h3", {}, "What to do"), element("pre", {}, report.recommendation.trim()));
  }
  return words;
};

/** What the batch gave to each input, and to each output as labels. */
dl4jInit.batchTable = function (report) {
  const number = (name, pick) => ({ name, value: row => dl4jInit.finite(pick(row)), text: row => dl4jInit.measured(pick(row)), numeric: true });
  const whole = (name, pick) => ({ name, value: pick, text: row => String(pick(row)), numeric: true });
  return dl4jInit.table({
    caption: "What the batch gave to the network",
    rows: report.data,
    columns: [
      { name: "name", value: row => row.name },
      { name: "what", value: row => (row.labels ? "labels" : "inputs") },
      whole("examples", row => row.examples),
      whole("width", row => row.width),
      number("mean", row => row.mean),
      number("std", row => row.std),
      number("smallest", row => row.smallest),
      number("largest", row => row.largest),
      whole("constant columns", row => row.constantColumns),
      whole("not finite", row => row.notFinite),
    ],
  });
};

/** The losses after training shortly with each of some learning rates. */
dl4jInit.ratesChart = function (section, { run, report }) {
  const { rates } = run.data;
  const element = dl4jInit.element;
  section.append(...rates.summary.split("\n").filter(Boolean).map(line => element("p", {}, line)));
  if (rates.recommendation) {
    section.append(element("pre", {}, rates.recommendation.trim()));
  }
  const lines = [
    { name: "after one step", pick: one => one.lossAfterOneStep },
    { name: "after 100 steps", pick: one => one.finalLoss },
  ];
  const points = line => rates.curve.map(one => [one.rate, dl4jInit.finite(line.pick(one))]);
  const text = value => dl4jInit.number(value, 3);
  const title = "Loss by learning rate";
  return dl4jInit.chart(section, {
    id: `${run.name} rates`,
    title,
    note: `Before any step the loss is ${dl4jInit.measured(rates.lossBefore)}. A rate whose loss is not finite has no point.`,
    option: () => {
      const theme = dl4jInit.theme();
      const tip = hovered => dl4jInit.tip(`learning rate ${text(hovered[0].value[0])}`, hovered.map(one => {
        const i = lines.findIndex(line => line.name === one.seriesName);
        return { colour: dl4jInit.colour(i), dash: dl4jInit.dash(i), name: one.seriesName, text: text(one.value[1]) };
      }));
      const base = dl4jInit.plane({ name: "learning rate", log: true, text }, { name: "loss", log: true, text }, tip);
      const marks = [["its own", rates.current], ["recommended", rates.recommended], ["too large from here", rates.upperBound]];
      return {
        ...base,
        legend: { top: 0, right: 0, textStyle: { color: theme.text } },
        series: lines.map((line, i) => ({
          ...dl4jInit.line(line.name, points(line), dl4jInit.colour(i), dl4jInit.dash(i)),
          markLine: i > 0 ? undefined : {
            symbol: "none",
            silent: true,
            lineStyle: { color: theme.muted, type: "dashed" },
            label: { color: theme.muted, formatter: mark => mark.name, rotate: 90, position: "insideEndTop" },
            data: marks.filter(([, rate]) => dl4jInit.finite(rate) !== null).map(([name, rate]) => ({ name, xAxis: rate })),
          },
        })),
      };
    },
    label: () => rates.summary,
    table: () => ({
      caption: title,
      rows: rates.curve,
      columns: [
        { name: "learning rate", value: one => one.rate, text: one => text(one.rate), numeric: true },
        ...lines.map(line => ({
          name: line.name,
          value: one => dl4jInit.finite(line.pick(one)),
          text: one => dl4jInit.measured(line.pick(one)),
          numeric: true,
        })),
      ],
    }),
  });
};
