// SPDX-License-Identifier: Apache-2.0
/* What a search shows: what it came to, its rungs and what each dropped, and the contest at the end. */

dl4jInit.kinds.tune = function (section, runs) {
  const element = dl4jInit.element;
  const several = runs.length > 1;
  const searches = runs.map(run => dl4jInit.search(run, several ? ` · ${run.name}` : ""));

  section.append(element("h2", {}, "What the search came to"));
  for (const search of searches) {
    section.append(several ? element("h3", {}, search.run.name) : "", ...search.sentences().map(one => element("p", {}, one)));
    if (search.data.java.length > 0) {
      section.append(element("pre", {}, search.data.java.join("\n")));
    }
  }

  const draws = [];
  const draw = () => draws.forEach(one => one());
  const finalists = searches.flatMap(search => search.finalists());
  if (finalists.length > 0) {
    section.append(
      element("h2", {}, "The final contest"),
      element("p", {}, "Fresh seeds, whole trainings, judged by the test set, which the search has not seen."));
    const scores = dl4jInit.scoreChart(section, finalists, () => true, runs);
    const losses = dl4jInit.curveChart(section, {
      id: "loss",
      title: "Training loss of the contest",
      yName: "training loss",
      log: false,
      groups: () => finalists.map(line => ({
        ...line,
        colour: line.colour,
        curves: line.trials.map(trial => ({ name: `seed ${trial.seed}`, curve: trial.loss })).filter(one => one.curve.length > 0),
      })),
      shown: () => true,
      t95: searches.map(search => search.data.t95).reduce((a, b) => (b.length > a.length ? b : a)),
    });
    draws.push(() => scores.draw(), () => losses.draw());
  }
  for (const search of searches.filter(one => one.rungs.length > 0)) {
    section.append(
      element("h2", {}, several ? `The rungs: ${search.run.name}` : "The rungs"),
      ...search.rungTexts().map(text => element("p", {}, text)));
    const charts = [dl4jInit.rungsChart(section, search), dl4jInit.valuesChart(section, search)];
    charts.forEach(chart => draws.push(() => chart.draw()));
    dl4jInit.candidatesTable(section, search);
  }
  draw();
  return draw;
};

/** A search with what its charts ask of it. */
dl4jInit.search = function (run, suffix) {
  const data = run.data;
  const rungs = data.rounds.filter(round => !round.verdict);
  const verdict = data.rounds.find(round => round.verdict);
  const marks = one => [one.isDefault ? "default" : "", one.isTheory ? "theory" : ""].filter(Boolean).join(", ");
  return {
    run,
    data,
    rungs,

    /** What a setting is, as "gain 1.2 (theory)". */
    name(number) {
      const one = data.settings[number];
      const values = data.knobs.map((knob, i) => [knob, one.values[i]])
        .filter(([, value]) => value !== null)
        .map(([knob, value]) => `${knob.name} ${knob.numeric ? dl4jInit.number(value) : value}`)
        .join(", ");
      return marks(one) ? `${values} (${marks(one)})` : values;
    },

    sentences() {
      return data.sentences.length > 0 ? data.sentences : ["The search has not come to its end."];
    },

    /** Which round of the search a candidate did not get to; the number of rungs if it got through. */
    dropped(setting) {
      const out = rungs.findIndex(rung => !rung.entrants.some(entrant => entrant.setting === setting));
      return out < 0 ? rungs.length : out;
    },

    rungTexts() {
      return rungs.map((rung, i) => {
        const next = rungs[i + 1];
        const left = rung.entrants.length - (next ? next.entrants.length : 0);
        const end = next
          ? `${next.entrants.length} went on${left === 0 ? "" : `, ${left} ${left === 1 ? "was" : "were"} dropped`}.`
          : verdict
            ? "The best went on to the final contest."
            : "No more has begun.";
        return `${i + 1}. ${dl4jInit.count(rung.entrants.length, "candidate")} of ${dl4jInit.count(rung.seeds, "seed")},`
          + ` ${dl4jInit.count(rung.iterations, "iteration")}, judged by ${data.heldOut} held-out examples: ${end}`;
      });
    },

    finalists() {
      return (verdict ? verdict.entrants : []).filter(entrant => entrant.count > 0).map((entrant, i) => ({
        name: this.name(entrant.setting) + (entrant.setting === data.recommended ? ", recommended" : "") + suffix,
        scheme: { score: entrant },
        trials: entrant.trials,
        dash: dl4jInit.dash(i),
        get colour() {
          return dl4jInit.colour(i);
        },
      }));
    },
  };
};

/** Each candidate's score from rung to rung, up to where it was dropped. */
dl4jInit.rungsChart = function (section, search) {
  const { data, rungs } = search;
  const candidates = () => rungs[0].entrants.map(({ setting }) => {
    const entries = rungs.map((rung, i) => ({ i, entrant: rung.entrants.find(one => one.setting === setting) }));
    return { setting, points: entries.filter(one => one.entrant && one.entrant.mean !== null).map(one => [one.i, one.entrant.mean]) };
  }).filter(one => one.points.length > 0);
  const through = setting => search.dropped(setting) === rungs.length;
  const title = "Candidates through the rungs";
  const chart = dl4jInit.chart(section, {
    id: `${search.run.name} rungs`,
    title,
    zooms: false,
    note: "A line is a candidate. It ends with a cross where the candidate was dropped; those that got to the last rung are blue.",
    option: () => {
      const theme = dl4jInit.theme();
      const tip = one => dl4jInit.tip(search.name(one.data.setting), [
        { name: `rung ${one.data.value[0] + 1}`, text: dl4jInit.share(one.data.value[1]) },
        { name: "dropped", text: through(one.data.setting) ? "never" : `after rung ${search.dropped(one.data.setting)}` },
      ]);
      const base = dl4jInit.plane({ name: "" }, { name: `${data.scoreAxis} on held-out examples`, text: value => String(Number(value.toFixed(3))) }, tip);
      return {
        ...base,
        grid: { ...base.grid, bottom: 16 },
        dataZoom: [],
        toolbox: undefined,
        tooltip: { ...base.tooltip, trigger: "item" },
        xAxis: {
          ...base.xAxis,
          type: "category",
          data: rungs.map((rung, i) => `rung ${i + 1}\n${dl4jInit.count(rung.iterations, "iteration")}`),
          axisLabel: { color: theme.text, lineHeight: 16 },
        },
        series: candidates().map(({ setting, points }) => {
          const colour = through(setting) ? dl4jInit.colour(0) : theme.muted;
          return {
            ...dl4jInit.line(search.name(setting), points.map((value, i) => ({
              value,
              setting,
              symbol: i === points.length - 1 && !through(setting)
                ? "path://M0,0L4,4L8,0L10,2L6,6L10,10L8,12L4,8L0,12L-2,10L2,6L-2,2Z"
                : "circle",
            })), colour, "solid", through(setting) ? 2.5 : 1),
            showSymbol: true,
            symbolSize: 10,
            z: through(setting) ? 3 : 2,
          };
        }),
      };
    },
    label: () => search.rungTexts().join(" "),
    table: () => dl4jInit.candidates(search, title),
  });
  return chart;
};

/** The score by the value of a knob, a series a rung; of several knobs, each rung's candidates in the plane of two. */
dl4jInit.valuesChart = function (section, search) {
  const { data, rungs } = search;
  const rounds = data.rounds;
  const several = data.knobs.length > 1;
  const text = value => String(Number(value.toFixed(3)));
  const roundName = round => (round.verdict
    ? `fresh seeds, test set`
    : `rung ${rounds.indexOf(round) + 1}: ${dl4jInit.count(round.iterations, "iteration")}, ${dl4jInit.count(round.seeds, "seed")}`);
  const choice = what => `${search.run.name} ${what}`;
  const picked = () => rounds[dl4jInit.chosen(choice("rung"), 0)];
  // At first the two knobs that decided most, as soon as that is known.
  const order = data.importance.length > 0
    ? data.importance.map(one => data.knobs.findIndex(knob => knob.name === one.knob))
    : data.knobs.map((knob, i) => i);
  const across = () => (several ? dl4jInit.chosen(choice("across"), order[0]) : 0);
  const up = () => dl4jInit.chosen(choice("up"), order[1]);
  if (several) {
    const named = data.knobs.map((knob, value) => ({ value, text: knob.name }));
    const shown = rounds.map((round, value) => ({ value, text: roundName(round) }));
    const select = (label, name, otherwise, options) => dl4jInit.controls.select(label, choice(name), otherwise, options, () => chart.draw());
    section.append(dl4jInit.element("div", { class: "controls panel" },
      data.knobs.length > 2 ? select("Across", "across", order[0], named) : "",
      data.knobs.length > 2 ? select("Up", "up", order[1], named) : "",
      select("Shown", "rung", 0, shown)));
  }
  const points = (round, knobs) => round.entrants.filter(one => one.mean !== null)
    .map(entrant => ({
      value: [...knobs.map(knob => data.settings[entrant.setting].values[knob]), entrant.mean],
      entrant,
      round,
    }))
    .filter(point => !point.value.includes(null));
  const given = knob => data.settings.map(one => one.values[knob]).filter(value => value !== null);
  const axis = knob => {
    const { name, numeric, linear } = data.knobs[knob];
    const log = numeric && !linear && given(knob).every(value => value > 0);
    return { name, log, ...(log ? dl4jInit.logRange(given(knob)) : {}) };
  };
  /** Names have no place on an axis of numbers. */
  const kind = (knob, numbers) => (data.knobs[knob].numeric ? numbers : {
    ...numbers,
    type: "category",
    data: [...new Set(given(knob))],
    axisLabel: { ...numbers.axisLabel, formatter: undefined, hideOverlap: false, interval: 0 },
  });
  const tip = one => dl4jInit.tip(search.name(one.data.entrant.setting), [
    { name: roundName(one.data.round), text: dl4jInit.estimate(one.data.entrant, dl4jInit.share) },
    { name: "trained", text: `${one.data.entrant.trained} of ${one.data.entrant.count}` },
  ]);
  const item = base => ({ ...base, tooltip: { ...base.tooltip, trigger: "item" } });

  const ofOne = () => {
    const theme = dl4jInit.theme();
    const base = item(dl4jInit.plane(axis(0), { name: data.scoreAxis, text }, tip));
    base.xAxis = kind(0, base.xAxis);
    const marked = data.settings.filter(one => one.isDefault || one.isTheory);
    return {
      ...base,
      legend: { top: 0, right: 0, textStyle: { color: theme.text }, data: rounds.map(roundName) },
      grid: { ...base.grid, top: 56 },
      series: rounds.flatMap((round, i) => {
        const colour = dl4jInit.colour(i);
        const all = points(round, [0]);
        return [
          dl4jInit.bars(all, colour),
          {
            type: "scatter",
            name: roundName(round),
            symbol: ["circle", "rect", "triangle", "diamond"][i % 4],
            symbolSize: 10,
            itemStyle: { color: colour },
            data: all,
            markLine: i > 0 ? undefined : {
              symbol: "none",
              silent: true,
              lineStyle: { color: theme.muted, type: "dashed" },
              label: { color: theme.muted, formatter: mark => mark.name },
              data: marked.map(one => ({
                name: [one.isTheory ? "theory" : "", one.isDefault ? "default" : ""].filter(Boolean).join(" and "),
                xAxis: one.values[0],
              })),
            },
          },
        ];
      }),
    };
  };

  const ofTwo = () => {
    const theme = dl4jInit.theme();
    const [x, y] = [across(), up()];
    const all = points(picked(), [x, y]);
    const means = all.map(point => point.entrant.mean);
    const base = item(dl4jInit.plane(axis(x), axis(y), tip));
    return {
      ...base,
      xAxis: kind(x, base.xAxis),
      yAxis: kind(y, base.yAxis),
      visualMap: {
        type: "continuous",
        dimension: 2,
        min: Math.min(...means),
        max: Math.max(...means),
        calculable: false,
        hoverLink: false,
        orient: "vertical",
        right: 0,
        top: "middle",
        text: [dl4jInit.share(Math.max(...means)), dl4jInit.share(Math.min(...means))],
        textStyle: { color: theme.text },
        inRange: { color: dl4jInit.scale },
      },
      grid: { ...base.grid, right: 72 },
      series: [{
        type: "scatter",
        name: roundName(picked()),
        symbolSize: 18,
        itemStyle: { borderColor: theme.muted, borderWidth: 1 },
        data: all,
      }],
    };
  };

  const names = data.knobs.map(knob => knob.name);
  const score = data.score[0].toUpperCase() + data.score.slice(1);
  const title = several ? `${score} by ${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : `${score} by ${names[0]}`;
  const chart = dl4jInit.chart(section, {
    id: `${search.run.name} values`,
    title,
    height: 420,
    note: several
      ? "A dot is a candidate."
      : dl4jInit.bandNote(rungs.map(rung => rung.seeds)).replace("Lines are means", "A mark is a mean").replace("bands", "bars"),
    option: several ? ofTwo : ofOne,
    label: () => search.rungTexts().join(" "),
    table: () => dl4jInit.candidates(search, title),
  });
  return chart;
};

/** Vertical bars from the lower to the upper end of the interval of each point. */
dl4jInit.bars = function (points, colour) {
  const ends = ({ mean, ci95, lowest, highest }) => (ci95 === null ? [lowest, highest] : [mean - ci95, mean + ci95]);
  return {
    type: "custom",
    silent: true,
    clip: true,
    tooltip: { show: false },
    data: points.filter(point => point.entrant.count > 1).map(point => [point.value[0], ...ends(point.entrant)]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (params, api) => {
      const [x, y1] = api.coord([api.value(0), api.value(1)]);
      const [, y2] = api.coord([api.value(0), api.value(2)]);
      return { type: "line", shape: { x1: x, y1, x2: x, y2 }, style: { stroke: colour, lineWidth: 1.5, opacity: 0.6 } };
    },
  };
};

/** All candidates with what each rung made of them, as dl4jInit.table takes it. */
dl4jInit.candidates = function (search, caption) {
  const { data } = search;
  const entrant = (round, row) => round.entrants.find(one => one.setting === row) || null;
  return {
    caption,
    rows: data.settings.map((setting, number) => number),
    columns: [
      { name: "setting", value: row => search.name(row) },
      ...data.knobs.map((knob, i) => ({
        name: knob.name,
        value: row => data.settings[row].values[i],
        text: row => (knob.whole || !knob.numeric
          ? String(data.settings[row].values[i] ?? "–")
          : dl4jInit.figure(data.settings[row].values[i])),
        numeric: knob.numeric,
      })),
      ...data.rounds.map((round, i) => ({
        name: round.verdict ? "contest, test set" : `rung ${i + 1}`,
        value: row => (entrant(round, row) || {}).mean,
        text: row => dl4jInit.estimate(entrant(round, row), dl4jInit.share),
        numeric: true,
      })),
      {
        name: "dropped after",
        value: row => search.dropped(row),
        text: row => (search.dropped(row) === search.rungs.length ? "–" : search.dropped(row) === 0 ? "not searched" : `rung ${search.dropped(row)}`),
      },
    ],
  };
};

dl4jInit.candidatesTable = function (section, search) {
  const details = dl4jInit.element("details", {}, dl4jInit.element("summary", {}, "All candidates as a table"));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(dl4jInit.table(dl4jInit.candidates(search, "What each rung made of the candidates")));
    }
  });
  section.append(details);
};
