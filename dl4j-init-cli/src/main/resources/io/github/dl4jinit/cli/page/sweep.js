// SPDX-License-Identifier: Apache-2.0
/* What a sweep shows: a map of any two knobs at chosen values of the others, and the curves of a cell's trials. */

dl4jInit.kinds.sweep = function (section, runs) {
  const draws = runs.map(run => {
    const part = dl4jInit.element("div");
    section.append(part);
    return dl4jInit.sweep(part, run, dl4jInit.data.runs.length > 1);
  });
  return () => draws.forEach(draw => draw());
};

/** A sweep's trials by the values of its knobs. The seeds are the first knob, the last knob is the fastest. */
dl4jInit.sweepTrials = function (data) {
  const knobs = data.knobs;
  const strides = knobs.map((knob, i) => knobs.slice(i + 1).reduce((size, one) => size * one.values.length, 1));
  const seeds = knobs[0].values;
  return {
    /** The places of the trials of a setting, which has a number of a value for each knob but the seed. */
    places(setting) {
      const place = knobs.reduce((sum, knob, i) => (i === 0 ? sum : sum + strides[i] * setting[knob.name]), 0);
      return seeds.map((seed, s) => place + s * strides[0]);
    },

    /** What the trials of a setting gave. */
    cell(setting) {
      const places = this.places(setting);
      const count = letter => places.filter(place => data.statuses[place] === letter).length;
      return {
        setting,
        places,
        score: dl4jInit.estimateOf(places.map(place => data.scores[place]), data.t95),
        loss: dl4jInit.estimateOf(places.map(place => data.losses[place]), data.t95),
        ended: places.length - count("."),
        statuses: [["C", "completed"], ["S", "stuck"], ["D", "diverged"], ["F", "failed"], [".", "not run yet"]]
          .filter(([letter]) => count(letter) > 0)
          .map(([letter, word]) => `${count(letter)} ${word}`)
          .join(", "),
      };
    },

    seeds,
  };
};

dl4jInit.sweep = function (section, run, several) {
  const element = dl4jInit.element;
  const data = run.data;
  const trials = dl4jInit.sweepTrials(data);
  const name = choice => `${run.name} ${choice}`;
  const swept = data.knobs.slice(1).filter(knob => knob.values.length > 1);
  const fixed = data.knobs.slice(1).filter(knob => knob.values.length === 1);

  section.append(
    element("h2", {}, several ? `What happened: ${run.name}` : "What happened"),
    ...(run.trials === 0 ? ["No trial has ended yet."] : data.sentences).map(one => element("p", {}, one)),
    element("p", { class: "note" }, "Fixed: " + fixed.map(knob => `${knob.name} ${knob.values[0]}`).join(", ") + "."));

  const setting = () => Object.fromEntries(data.knobs.slice(1).map(knob => [knob.name, dl4jInit.chosen(name("at " + knob.name), 0)]));
  const draws = [];
  const draw = () => draws.forEach(one => one());
  const map = swept.length >= 2 ? dl4jInit.sweepMap(section, run, trials, swept, setting, draw, name) : null;
  if (map) {
    draws.push(() => map.draw());
  } else if (swept.length === 1) {
    const line = dl4jInit.sweepLine(section, run, trials, swept[0], setting, draw, name);
    draws.push(() => line.draw());
  }
  const curves = dl4jInit.sweepCurves(section, run, trials, swept, setting, name);
  draws.push(() => curves.draw());
  dl4jInit.sweepTable(section, run, trials, swept, setting);
  draw();
  return draw;
};

/** What a setting is, as "gain 1, depth 50". */
dl4jInit.sweepText = function (swept, setting) {
  return swept.map(knob => `${knob.name} ${knob.values[setting[knob.name]]}`).join(", ") || "the only cell";
};

/** The curves of the trials of the chosen cell. */
dl4jInit.sweepCurves = function (section, run, trials, swept, setting, name) {
  const heading = dl4jInit.element("h2", { tabindex: -1, id: name("curves") });
  const status = dl4jInit.element("p", { role: "status" });
  section.append(heading, status);
  const data = run.data;
  const chart = dl4jInit.curveChart(section, {
    id: name("loss"),
    title: "Training loss of the chosen cell",
    yName: "training loss",
    t95: data.t95,
    shown: () => true,
    groups: () => {
      const places = trials.places(setting());
      return [{
        name: dl4jInit.sweepText(swept, setting()),
        colour: dl4jInit.colour(0),
        dash: dl4jInit.dash(0),
        curves: places
          .map((place, i) => ({ name: `seed ${trials.seeds[i]}`, curve: data.curves[place] }))
          .filter(one => one.curve && one.curve.length > 0),
      }];
    },
  });
  return {
    draw() {
      const cell = trials.cell(setting());
      heading.textContent = "Trials at " + dl4jInit.sweepText(swept, setting());
      const why = [...new Set(cell.places.map(place => data.errors && data.errors[place]).filter(Boolean))];
      status.textContent = `Test ${data.score} ${dl4jInit.estimate(cell.score, dl4jInit.share)}; ${cell.statuses}.`
        + (why.length > 0 ? ` The first reason: ${why[0]}.` : "");
      chart.draw();
    },
  };
};

/** One swept knob: the score against it. */
dl4jInit.sweepLine = function (section, run, trials, knob, setting, draw, name) {
  const cells = () => knob.values.map((value, i) => ({ value, ...trials.cell({ ...setting(), [knob.name]: i }) }));
  const chart = dl4jInit.chart(section, {
    id: name("map"),
    title: `Test ${data.score} by ${knob.name}`,
    note: dl4jInit.bandNote(cells().map(cell => cell.score.count)) + " Enter or a click opens the trials of a value.",
    option: () => {
      const colour = dl4jInit.colour(0);
      const all = cells();
      const given = all.map((cell, i) => ({ ...cell, x: i }));
      // A band ends where a value has fewer than two seeds.
      const bands = given.reduce((parts, { x, score }) => {
        if (score.count < 2) {
          return [...parts, []];
        }
        const few = score.count < 3;
        parts[parts.length - 1].push([x, few ? score.lowest : score.mean - score.ci95, few ? score.highest : score.mean + score.ci95]);
        return parts;
      }, [[]]);
      const tip = hovered => dl4jInit.tip(`${knob.name} ${knob.values[hovered[0].dataIndex]}`, [{
        name: `test ${data.score}`,
        text: dl4jInit.estimate(all[hovered[0].dataIndex].score, dl4jInit.share),
      }]);
      const base = dl4jInit.plane({ name: knob.name }, { name: `test ${data.scoreAxis}`, text: value => String(value) }, tip);
      return {
        ...base,
        xAxis: { ...base.xAxis, type: "category", data: knob.values, axisLabel: { color: dl4jInit.theme().text, hideOverlap: true } },
        series: [...bands.map(band => dl4jInit.band(band, colour)), { ...dl4jInit.line(`test ${data.score}`, given.map(cell => [cell.x, cell.score.mean === null ? "-" : cell.score.mean]), colour, "solid"), showSymbol: true }],
      };
    },
    label: () => cells().map(cell => `${cell.value}: ${dl4jInit.estimate(cell.score, dl4jInit.share)}`).join("; ") + ".",
    table: () => ({
      caption: `Test ${data.score} by ${knob.name}`,
      rows: cells(),
      columns: [
        { name: knob.name, value: cell => (knob.numeric ? Number(cell.value) : cell.value), text: cell => cell.value, numeric: knob.numeric },
        { name: `test ${data.score}`, value: cell => cell.score.mean, text: cell => dl4jInit.estimate(cell.score, dl4jInit.share), numeric: true },
        { name: "trials", value: cell => cell.statuses },
      ],
    }),
    keys: event => {
      if (event.key === "Enter" && chart.point >= 0) {
        dl4jInit.choose(name("at " + knob.name), chart.point);
        draw();
        return true;
      }
      return false;
    },
  });
  chart.instance.getZr().on("click", event => {
    const [x] = chart.instance.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    if (x >= 0 && x < knob.values.length) {
      dl4jInit.choose(name("at " + knob.name), Math.round(x));
      draw();
    }
  });
  return chart;
};

/** All cells as a table that sorts, drawn when it is asked for. */
dl4jInit.sweepTable = function (section, run, trials, swept, setting) {
  const details = dl4jInit.element("details", {}, dl4jInit.element("summary", {}, "All cells as a table"));
  const settings = swept.reduce(
    (all, knob) => all.flatMap(one => knob.values.map((value, i) => ({ ...one, [knob.name]: i }))),
    [Object.fromEntries(run.data.knobs.slice(1).map(knob => [knob.name, 0]))]);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(dl4jInit.table({
        caption: "What the seeds of each cell gave together",
        rows: settings.map(one => trials.cell(one)),
        columns: [
          ...swept.map(knob => ({
            name: knob.name,
            value: cell => (knob.numeric ? Number(knob.values[cell.setting[knob.name]]) : knob.values[cell.setting[knob.name]]),
            text: cell => knob.values[cell.setting[knob.name]],
            numeric: knob.numeric,
          })),
          { name: `test ${data.score}`, value: cell => cell.score.mean, text: cell => dl4jInit.estimate(cell.score, dl4jInit.share), numeric: true },
          { name: "loss at end", value: cell => cell.loss.mean, text: cell => dl4jInit.number(cell.loss.mean), numeric: true },
          { name: "trials", value: cell => cell.statuses },
        ],
      }));
    }
  });
  section.append(details);
};
