// SPDX-License-Identifier: Apache-2.0
/* Curves over iterations: smoothed, and many seeds as one line in a band. */

/**
 * The points [iteration, value] of a curve {width, length, values}, each value a mean of so many iterations and drawn
 * in their middle. Smoothed as in TensorBoard: a mean whose weights fall by the factor s for each iteration back.
 */
dl4jInit.smoothed = function (curve, s) {
  const { width, length, values } = curve;
  let sum = 0;
  let weight = 0;
  const decay = Math.pow(s, width);
  return values.map((value, i) => {
    sum = sum * decay + (1 - decay) * value;
    weight = weight * decay + (1 - decay);
    const from = i * width;
    const to = Math.min(length, from + width);
    return [(from + 1 + to) / 2, s === 0 ? value : sum / weight];
  });
};

/**
 * The mean of several lines that share their iterations, and the band around it: the mean's 95 % interval where three or
 * more go on, the smallest and largest where fewer do.
 */
dl4jInit.together = function (lines, t95) {
  const longest = lines.reduce((a, b) => (b.length > a.length ? b : a), []);
  const mean = [];
  const band = [];
  longest.forEach(([x], i) => {
    const estimate = dl4jInit.estimateOf(lines.filter(line => i < line.length).map(line => line[i][1]), t95);
    mean.push([x, estimate.mean]);
    if (estimate.count > 1) {
      const low = estimate.count < 3 ? estimate.lowest : estimate.mean - estimate.ci95;
      const high = estimate.count < 3 ? estimate.highest : estimate.mean + estimate.ci95;
      band.push([x, low, high]);
    }
  });
  return { mean, band, count: lines.length };
};

/** What the bands of some groups of seeds are, in a sentence. */
dl4jInit.bandNote = function (counts) {
  const some = counts.filter(count => count > 0);
  if (some.length === 0 || Math.max(...some) < 2) {
    return "One seed each: no band.";
  }
  const interval = "the 95 % confidence interval of the mean (Student’s t)";
  const range = "the smallest and the largest seed, since fewer than three are no ground for an interval";
  if (Math.min(...some) >= 3) {
    return `Lines are means over seeds, bands ${interval}.`;
  }
  return Math.max(...some) < 3
    ? `Lines are means over seeds, bands ${range}.`
    : `Lines are means over seeds, bands ${interval}; with fewer than three seeds, the smallest and the largest.`;
};

/** At most so many points of a line, for tables. */
dl4jInit.some = function (points, most) {
  const step = Math.max(1, Math.ceil(points.length / most));
  return points.filter((point, i) => i % step === 0 || i === points.length - 1);
};

/**
 * A chart of curves with its controls. groups(): {name, colour, dash, curves: [{name, curve}]}, or points [x, y] in place
 * of a curve, of which those are drawn that shown(group) says. measured: in a sentence, what they are; few: whether they
 * are points that need no smoothing and no logarithm.
 */
dl4jInit.curveChart = function (parent, { id, title, yName, groups, shown, t95, height, text, measured = "", few = false }) {
  const choice = name => `${id} ${name}`;
  const smoothing = () => dl4jInit.chosen(choice("smoothing"), 0.6);
  const drawn = () => groups().filter(shown).map(group => {
    const lines = group.curves.map(one => one.points || dl4jInit.smoothed(one.curve, smoothing()));
    return { ...group, lines, ...dl4jInit.together(lines, t95) };
  }).filter(group => group.mean.length > 0);
  const format = text || (value => dl4jInit.number(value));
  const xName = "iteration";

  const option = () => {
    const useLog = dl4jInit.chosen(choice("log"), false);
    const all = drawn();
    const smallest = Math.min(...all.flatMap(group => group.lines.flat().map(p => p[1])).filter(y => y > 0));
    const positive = points => (useLog ? points.map(p => p.map((v, i) => (i > 0 && !(v > 0) ? smallest : v))) : points);
    const series = all.flatMap(group => [
      ...(dl4jInit.chosen(choice("band"), true) ? [dl4jInit.band(positive(group.band), group.colour)] : []),
      ...(dl4jInit.chosen(choice("seeds"), false)
        ? group.lines.map((line, i) => ({
            ...dl4jInit.line(`${group.name}, ${group.curves[i].name}`, positive(line), group.colour, "solid", 1),
            tooltip: { show: false },
          }))
        : []),
      { ...dl4jInit.line(group.name, positive(group.mean), group.colour, group.dash), showSymbol: few },
    ]);
    const byName = new Map(all.map(group => [group.name, group]));
    const tip = hovered => {
      const rows = hovered.filter(one => byName.has(one.seriesName)).map(one => {
        const group = byName.get(one.seriesName);
        const band = group.band[one.dataIndex];
        const between = band ? ` (${format(band[1])} … ${format(band[2])})` : "";
        return { colour: group.colour, dash: group.dash, name: one.seriesName, text: format(one.value[1]) + between };
      });
      return dl4jInit.tip(`${xName} ${dl4jInit.number(hovered[0].axisValue, 6)}`, rows);
    };
    const range = useLog ? dl4jInit.logRange(all.flatMap(group => [...group.mean, ...group.band].flatMap(p => p.slice(1)))) : {};
    const base = dl4jInit.plane(
      { name: xName, whole: true, min: 0, max: "dataMax" }, { name: yName, log: useLog, text: format, ...range }, tip);
    return { ...base, series };
  };

  const controls = dl4jInit.element("div", { class: "controls panel" });
  const draw = () => chart.draw();
  if (!few) {
    controls.append(
      dl4jInit.controls.slider(
        "Smoothing", choice("smoothing"), 0.6, { min: 0, max: 0.99, step: 0.01, text: v => v.toFixed(2) }, draw),
      dl4jInit.controls.box("Logarithmic", choice("log"), false, draw));
  }
  controls.append(
    dl4jInit.controls.box("Bands", choice("band"), true, draw),
    dl4jInit.controls.box("A line for each seed", choice("seeds"), false, draw));
  parent.append(controls);

  const chart = dl4jInit.chart(parent, {
    id,
    title,
    height,
    option,
    note: () => {
      const widths = [...new Set(groups().flatMap(group => group.curves.filter(one => one.curve).map(one => one.curve.width)))];
      const widest = Math.max(1, ...widths);
      return dl4jInit.bandNote(drawn().map(group => group.count))
        + (widest > 1 ? ` Each point is a mean of ${widest} iterations.` : "")
        + (measured ? " " + measured : "");
    },
    label: () => drawn().map(group => {
      const last = group.mean[group.mean.length - 1];
      return `${group.name}: from ${format(group.mean[0][1])} to ${format(last[1])}`;
    }).join("; ") + ".",
    table: () => {
      const all = drawn();
      const rows = [...new Set(all.flatMap(group => dl4jInit.some(group.mean, 25).map(p => p[0])))].sort((a, b) => a - b);
      const at = (group, row) => (group.mean.find(p => p[0] === row) || [])[1];
      return {
        caption: title,
        sorts: false,
        rows,
        columns: [
          { name: xName, value: row => row, numeric: true },
          ...all.map(group => ({
            name: group.name,
            value: row => at(group, row),
            text: row => (text || dl4jInit.figure)(at(group, row)),
            numeric: true,
          })),
        ],
      };
    },
  });
  return chart;
};
