// SPDX-License-Identifier: Apache-2.0
/* What a comparison shows: curves of each scheme, the signal through depth, a table, sentences. */

dl4jInit.kinds.compare = function (section, runs) {
  const element = dl4jInit.element;
  const several = runs.length > 1;
  const t95 = runs.map(run => run.data.t95).reduce((a, b) => (b.length > a.length ? b : a));
  const names = [...new Set(runs.flatMap(run => run.data.schemes.map(scheme => scheme.name)))];
  // One line a scheme and run. The colour is the scheme's; the dash is the run's where there are several.
  const lines = runs.flatMap((run, r) => run.data.schemes.map((scheme, s) => ({
    key: `${r} ${scheme.name}`,
    run,
    scheme,
    name: several ? `${scheme.name} · ${run.name}` : scheme.name,
    colourIndex: names.indexOf(scheme.name),
    dash: dl4jInit.dash(several ? r : names.indexOf(scheme.name)),
    trials: run.data.trials.filter(trial => trial.scheme === s),
    get colour() {
      return dl4jInit.colour(this.colourIndex);
    },
  })));
  const shown = line => dl4jInit.chosen("shown " + line.key, true);

  section.append(element("h2", {}, "What happened"));
  for (const run of runs) {
    section.append(
      several ? element("h3", {}, run.name) : "",
      run.data.sentences.length === 0 ? element("p", {}, run.trials === 0 ? "No trial has ended yet." : "Every scheme learnt, and no signal was odd.") : "",
      ...run.data.sentences.map(sentence => element("p", {}, sentence)));
  }

  const verdict = signal => signal && `${signal.verdict.toLowerCase()} ${dl4jInit.figure(signal.forward)}, ${dl4jInit.figure(signal.backward)}`;
  const loss = (line, bound) => line.scheme.iterationsToLoss[bound];
  section.append(element("h2", {}, "Schemes"), dl4jInit.table({
    caption: "What the trials of each scheme gave together. Signal: verdict, then the factor a layer forward and back.",
    rows: lines,
    columns: [
      { name: "scheme", value: line => line.name },
      {
        name: `test ${dl4jInit.scoreName(runs)}`,
        value: line => line.scheme.score.mean,
        text: line => dl4jInit.estimate(line.scheme.score, dl4jInit.share),
        numeric: true,
      },
      { name: "loss at start", value: line => line.scheme.initialLoss, text: line => dl4jInit.figure(line.scheme.initialLoss), numeric: true },
      { name: "loss at end", value: line => line.scheme.finalLoss, text: line => dl4jInit.figure(line.scheme.finalLoss), numeric: true },
      { name: "iterations to 1.0", value: line => loss(line, "1.0"), numeric: true },
      { name: "to 0.5", value: line => loss(line, "0.5"), numeric: true },
      { name: "signal at start", value: line => verdict(line.scheme.signalAtStart) },
      { name: "at end", value: line => verdict(line.scheme.signalAtEnd) },
      { name: "ms a step", value: line => line.scheme.msPerIteration, text: line => dl4jInit.figure(line.scheme.msPerIteration, 3), numeric: true },
      { name: "trials", value: line => line.trials.length, text: line => dl4jInit.statuses(line.trials) },
    ],
  }));

  const draws = [];
  const draw = () => draws.forEach(one => one());
  const legend = element("fieldset", { class: "controls" });
  const fillLegend = () => legend.replaceChildren(
    element("legend", {}, "Shown schemes"),
    ...lines.map(line => {
      const box = dl4jInit.controls.box(line.name, "shown " + line.key, true, draw);
      box.insertBefore(dl4jInit.sample(line.colour, line.dash), box.lastChild);
      return box;
    }));
  fillLegend();

  section.append(element("h2", {}, "Training"), legend);
  const curves = (pick) => () => lines.map(line => ({
    ...line,
    colour: line.colour,
    curves: line.trials.map(trial => ({ name: `seed ${trial.seed}`, ...pick(trial) })),
  }));
  const lossChart = dl4jInit.curveChart(section, {
    id: "loss",
    title: "Training loss",
    yName: runs[0].data.loss,
    groups: curves(trial => ({ curve: trial.loss })),
    shown,
    t95,
    height: 420,
  });
  draws.push(() => lossChart.draw());

  if (lines.some(line => line.trials.some(trial => trial.scores.length > 0))) {
    const progress = dl4jInit.curveChart(section, {
      id: "progress",
      title: `Test ${dl4jInit.scoreName(runs)} while training`,
      yName: `test ${dl4jInit.scoreAxis(runs)}`,
      groups: curves(trial => ({ points: trial.scores })),
      shown,
      t95,
      text: dl4jInit.share,
      measured: "On the way it is measured with 500 of the test examples, at the end with all.",
      few: true,
    });
    draws.push(() => progress.draw());
  }

  const scores = dl4jInit.scoreChart(section, lines, shown, runs);
  draws.push(() => scores.draw());

  const signals = dl4jInit.signalCharts(section, lines, shown);
  draws.push(() => signals.draw());

  draw();
  return () => {
    fillLegend();
    draw();
  };
};

/** How trials ended, as "4 completed, 1 diverged". */
dl4jInit.statuses = function (trials) {
  const counts = new Map();
  trials.forEach(trial => counts.set(trial.status, (counts.get(trial.status) || 0) + 1));
  return [...counts].map(([status, count]) => `${count} ${status.toLowerCase()}`).join(", ") || "none yet";
};

/** The test score at the end: a dot a seed, and the mean with its interval. */
dl4jInit.scoreChart = function (section, lines, shown, runs) {
  const score = dl4jInit.scoreName(runs);
  const drawn = () => lines.filter(shown).filter(line => line.scheme.score.mean !== null);
  const chances = [...new Set(runs.map(run => run.data.chance).filter(chance => chance !== null))];
  const option = () => {
    const theme = dl4jInit.theme();
    const all = drawn();
    const byRow = row => all[all.length - 1 - row];
    const tip = one => {
      const line = byRow(one.value[1]);
      const estimate = dl4jInit.estimate(line.scheme.score, dl4jInit.share);
      const seed = one.value[2] === undefined ? [] : [{ name: `seed ${one.value[2]}`, text: dl4jInit.share(one.value[0]) }];
      return dl4jInit.tip(line.name, [...seed, { colour: line.colour, dash: line.dash, name: "all seeds", text: estimate }]);
    };
    const base = dl4jInit.plane({ name: `test ${dl4jInit.scoreAxis(runs)}`, text: value => String(Number(value.toFixed(3))) }, { name: "" }, tip);
    const rows = all.map((line, i) => ({ line, row: all.length - 1 - i }));
    return {
      ...base,
      grid: { ...base.grid, bottom: 40 },
      dataZoom: base.dataZoom.slice(0, 1),
      tooltip: { ...base.tooltip, trigger: "item" },
      yAxis: {
        ...base.yAxis,
        type: "category",
        data: [...all].reverse().map(line => line.name),
        axisLabel: { color: theme.text, width: 170, overflow: "truncate" },
      },
      series: [
        {
          type: "scatter",
          name: "seeds",
          symbolSize: 9,
          data: rows.flatMap(({ line, row }) => line.trials.filter(trial => trial.score !== null).map(trial => ({
            value: [trial.score, row, trial.seed],
            itemStyle: { color: line.colour, opacity: 0.45 },
          }))),
        },
        {
          type: "custom",
          name: "intervals",
          silent: true,
          data: rows.map(({ line, row }) => {
            const { mean, ci95, lowest, highest, count } = line.scheme.score;
            return count < 3 ? [lowest, row, highest] : [mean - ci95, row, mean + ci95];
          }),
          encode: { x: [0, 2], y: 1 },
          renderItem: (params, api) => {
            const [x1, y] = api.coord([api.value(0), api.value(1)]);
            const [x2] = api.coord([api.value(2), api.value(1)]);
            const style = { stroke: byRow(api.value(1)).colour, lineWidth: 2.5 };
            const bar = (a, b, c, d) => ({ type: "line", shape: { x1: a, y1: b, x2: c, y2: d }, style });
            return { type: "group", children: [bar(x1, y, x2, y), bar(x1, y - 7, x1, y + 7), bar(x2, y - 7, x2, y + 7)] };
          },
        },
        {
          type: "scatter",
          name: "means",
          symbol: "diamond",
          symbolSize: 14,
          data: rows.map(({ line, row }) => ({ value: [line.scheme.score.mean, row], itemStyle: { color: line.colour } })),
          markLine: {
            symbol: "none",
            silent: true,
            label: { formatter: "guessing", color: theme.muted },
            lineStyle: { color: theme.muted, type: "dashed" },
            data: chances.map(chance => ({ xAxis: chance })),
          },
        },
      ],
    };
  };
  const counts = () => drawn().map(line => line.scheme.score.count);
  return dl4jInit.chart(section, {
    id: "score",
    title: `Test ${score} after training`,
    height: 100 + 34 * lines.length,
    option,
    note: () => {
      const few = counts().some(count => count > 1 && count < 3);
      const many = counts().some(count => count >= 3);
      return "A dot is a seed, a diamond the mean."
        + (many ? " Bars are the 95 % confidence interval of the mean (Student’s t)" : " Bars")
        + (few ? (many ? "; of two seeds they" : "") + " go from the smallest to the largest seed." : many ? "." : " need two seeds.");
    },
    label: () => drawn().map(line => `${line.name}: ${dl4jInit.estimate(line.scheme.score, dl4jInit.share)}`).join("; ") + ".",
    table: () => ({
      caption: `Test ${score} of each trial`,
      rows: drawn().flatMap(line => line.trials.map(trial => ({ line, trial }))),
      columns: [
        { name: "scheme", value: row => row.line.name },
        { name: "seed", value: row => row.trial.seed, numeric: true },
        { name: `test ${score}`, value: row => row.trial.score, text: row => dl4jInit.share(row.trial.score), numeric: true },
        { name: "status", value: row => row.trial.status.toLowerCase() },
        { name: "why", value: row => row.trial.error },
      ],
    }),
  });
};

/** What the layers do to the signal: activations on the way forward, gradients on the way back. */
dl4jInit.signalCharts = function (section, lines, shown) {
  const element = dl4jInit.element;
  const measured = lines.some(line => line.trials.some(trial => trial.signalAtStart || trial.signalAtEnd));
  section.append(element("h2", {}, "The signal through the layers"));
  if (!measured) {
    section.append(element("p", {}, "The layers were not measured one by one in these trials."));
    return { draw() {} };
  }
  const when = () => dl4jInit.chosen("signal when", "signalAtStart");
  const moments = [
    { value: "signalAtStart", text: "before training" },
    { value: "signalAtEnd", text: "after training" },
  ];
  const draw = () => charts.forEach(chart => chart.draw());
  section.append(element("div", { class: "controls panel" }, dl4jInit.controls.select("Measured", "signal when", "signalAtStart", moments, draw)));
  const pair = element("div", { class: "charts" });
  section.append(pair);

  /** The geometric mean over the seeds and their range at each depth. */
  const overSeeds = (line, what) => {
    const byDepth = new Map();
    for (const trial of line.trials) {
      const layers = trial[when()];
      (layers ? layers.depths : []).forEach((depth, i) => {
        const value = layers[what][i];
        if (value !== null && value > 0) {
          byDepth.set(depth, [...(byDepth.get(depth) || []), value]);
        }
      });
    }
    const depths = [...byDepth.keys()].sort((a, b) => a - b);
    return {
      mean: depths.map(depth => {
        const values = byDepth.get(depth);
        return [depth, Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)];
      }),
      band: depths.map(depth => [depth, Math.min(...byDepth.get(depth)), Math.max(...byDepth.get(depth))]),
    };
  };

  const chartOf = (id, title, yName, what) => {
    const drawn = () => lines.filter(shown).map(line => ({ line, ...overSeeds(line, what) })).filter(one => one.mean.length > 0);
    return dl4jInit.chart(pair, {
      id,
      title,
      height: 340,
      note: "Geometric mean over seeds; bands go from the smallest to the largest seed. What is zero or not finite has no place.",
      option: () => {
        const all = drawn();
        const tip = hovered => dl4jInit.tip(`depth ${hovered[0].axisValue}`, hovered.map(one => {
          const { line } = all.find(drawnLine => drawnLine.line.name === one.seriesName);
          return { colour: line.colour, dash: line.dash, name: one.seriesName, text: dl4jInit.number(one.value[1], 3) };
        }));
        const range = dl4jInit.logRange(all.flatMap(({ mean, band }) => [...mean, ...band].flatMap(p => p.slice(1))));
        const base = dl4jInit.plane(
          { name: "layers from the input", whole: true, max: "dataMax" },
          { name: yName, log: true, text: value => dl4jInit.number(value, 3), ...range },
          tip);
        return {
          ...base,
          series: all.flatMap(({ line, mean, band }) => [
            dl4jInit.band(band, line.colour),
            dl4jInit.line(line.name, mean, line.colour, line.dash),
          ]),
        };
      },
      label: () => drawn().map(({ line, mean }) =>
        `${line.name}: from ${dl4jInit.number(mean[0][1], 3)} to ${dl4jInit.number(mean[mean.length - 1][1], 3)}`).join("; ") + ".",
      table: () => {
        const all = drawn();
        const depths = [...new Set(all.flatMap(one => one.mean.map(p => p[0])))].sort((a, b) => a - b);
        return {
          caption: title,
          sorts: false,
          rows: depths,
          columns: [
            { name: "depth", value: depth => depth, numeric: true },
            ...all.map(({ line, mean }) => {
              const values = new Map(mean);
              return { name: line.name, value: depth => values.get(depth), text: depth => dl4jInit.number(values.get(depth), 3), numeric: true };
            }),
          ],
        };
      },
    });
  };

  const charts = [
    chartOf("forward", "Forward: activations", "root mean square", "activations"),
    chartOf("backward", "Back: gradients", "norm", "gradients"),
  ];
  return { draw };
};
