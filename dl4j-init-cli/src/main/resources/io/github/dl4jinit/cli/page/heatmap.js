// SPDX-License-Identifier: Apache-2.0
/* The map of a sweep: two knobs as axes, the others as sliders, the theory's lines over it. */

/** Colours that the colour-blind tell apart and that a grey print keeps in order (viridis). */
dl4jInit.scale = ["#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725"];

/** Where a value lies on an axis of cells: 0 in the middle of the first, between two as far as it is between them. */
dl4jInit.position = function (values, value) {
  const ascending = values[values.length - 1] >= values[0];
  const at = i => (ascending ? values[i] : values[values.length - 1 - i]);
  const last = values.length - 1;
  let i = 0;
  while (i < last - 1 && value > at(i + 1)) {
    i++;
  }
  const position = last === 0 ? 0 : i + (value - at(i)) / (at(i + 1) - at(i));
  return ascending ? position : last - position;
};

dl4jInit.sweepMap = function (section, run, trials, swept, setting, draw, name) {
  const element = dl4jInit.element;
  const data = run.data;
  const choice = { columns: name("columns"), rows: name("rows"), what: name("what") };
  // Depth stands upwards, as in the published maps.
  const [first, second] = swept[0].name === "depth" ? [swept[1], swept[0]] : [swept[0], swept[1]];
  const columns = () => swept.find(knob => knob.name === dl4jInit.chosen(choice.columns, first.name));
  const rows = () => swept.find(knob => knob.name === dl4jInit.chosen(choice.rows, second.name));
  const figures = {
    score: {
      text: `test ${data.scoreAxis}`,
      min: Math.min(data.worst, data.perfect),
      max: Math.max(data.worst, data.perfect),
      of: cell => cell.score,
    },
    loss: { text: "training loss at the end", min: 0, max: data.guessing, of: cell => cell.loss },
  };
  const figure = () => figures[dl4jInit.chosen(choice.what, "score")];
  const cellAt = (column, row) => trials.cell({ ...setting(), [columns().name]: column, [rows().name]: row });

  const controls = element("div", { class: "controls panel" });
  const knobOptions = swept.map(knob => ({ value: knob.name, text: knob.name }));
  const fillControls = () => controls.replaceChildren(
    dl4jInit.controls.select("Across", choice.columns, first.name, knobOptions, changeAxes("columns")),
    dl4jInit.controls.select("Up", choice.rows, second.name, knobOptions, changeAxes("rows")),
    dl4jInit.controls.select("Shown", choice.what, "score", Object.entries(figures).map(([value, { text }]) => ({ value, text })), draw),
    ...swept.filter(knob => knob !== columns() && knob !== rows()).map(knob => dl4jInit.controls.slider(
      knob.name,
      name("at " + knob.name),
      0,
      { min: 0, max: knob.values.length - 1, step: 1, text: i => knob.values[i] },
      draw)));
  /** An axis that takes the knob of the other gives it its own. */
  const changeAxes = axis => () => {
    const other = axis === "columns" ? "rows" : "columns";
    if (columns() === rows()) {
      const free = [first, second, ...swept].find(knob => knob !== columns());
      dl4jInit.choose(choice[other], free.name);
    }
    fillControls();
    draw();
  };
  section.append(element("h2", {}, "The map"), controls);
  fillControls();

  /** The theory's lines in this map, which may lie the other way round than they were computed. */
  const lines = () => {
    const at = setting();
    const matches = line => Object.entries(line.at).every(([knob, value]) => {
      const found = data.knobs.find(one => one.name === knob);
      return found.values[at[knob]] === value;
    });
    const x = columns();
    const y = rows();
    return data.theory.filter(matches).flatMap(line => {
      const turned = line.columns === y.name && line.rows === x.name;
      if (!turned && !(line.columns === x.name && line.rows === y.name)) {
        return [];
      }
      const xs = x.values.map(Number);
      const ys = y.values.map(Number);
      const points = line.points
        .map(([a, b]) => (turned ? [b, a] : [a, b]))
        .map(([a, b]) => [dl4jInit.position(xs, a), dl4jInit.position(ys, b)])
        .filter(([a, b]) => a >= -0.5 && a <= xs.length - 0.5);
      return [{ name: line.name, points }];
    });
  };

  const values = () => rows().values.flatMap((row, y) => columns().values.map((column, x) => {
    const cell = cellAt(x, y);
    return { x, y, cell, value: figure().of(cell).mean };
  }));

  const option = () => {
    const theme = dl4jInit.theme();
    const x = columns();
    const y = rows();
    const all = values();
    const at = setting();
    const room = { width: chart.instance.getWidth() / x.values.length, height: (chart.instance.getHeight() - 112) / y.values.length };
    const decimals = room.width > 52 ? 3 : 2;
    const labelled = room.width > 34 && room.height > 18;
    const { min, max } = figure();
    const sparse = Math.ceil(16 / room.height) - 1;
    const axis = knob => ({
      type: "category",
      data: knob.values,
      name: knob.name,
      nameTextStyle: { color: theme.text },
      axisLabel: { color: theme.text, hideOverlap: true },
      axisLine: { onZero: false, lineStyle: { color: theme.muted } },
      splitArea: { show: false },
    });
    const hidden = length => ({ type: "value", min: -0.5, max: length - 0.5, show: false });
    const mark = theory => ({
      type: "line",
      name: theory.name,
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: theory.points,
      showSymbol: false,
      silent: true,
      clip: true,
      z: 5,
      tooltip: { show: false },
    });
    const dashOf = i => (i === 0 ? "solid" : [8, 5]);
    return {
      animation: false,
      textStyle: { color: theme.text },
      grid: { left: 12, right: 12, top: 34, bottom: 78, containLabel: true },
      xAxis: [{ ...axis(x), nameLocation: "middle", nameGap: 28 }, hidden(x.values.length)],
      yAxis: [
        {
          ...axis(y),
          nameLocation: "end",
          nameTextStyle: { color: theme.text, align: "left" },
          axisLabel: { color: theme.text, interval: sparse },
        },
        hidden(y.values.length),
      ],
      tooltip: {
        trigger: "item",
        confine: true,
        transitionDuration: 0,
        backgroundColor: theme.background,
        borderColor: theme.muted,
        textStyle: { color: theme.text },
        formatter: one => tipOf(one.data.cell),
      },
      visualMap: {
        type: "continuous",
        seriesIndex: 0,
        min,
        max,
        calculable: false,
        hoverLink: false,
        orient: "horizontal",
        left: "center",
        bottom: 0,
        itemHeight: 160,
        itemWidth: 14,
        text: [dl4jInit.number(max, 3), dl4jInit.number(min, 3)],
        textStyle: { color: theme.text },
        inRange: { color: figure() === figures.loss ? [...dl4jInit.scale].reverse() : dl4jInit.scale },
      },
      series: [
        {
          type: "heatmap",
          name: figure().text,
          data: all.map(({ x: column, y: row, cell, value }) => ({
            value: [column, row, value === null ? "-" : Math.min(max, Math.max(min, value))],
            cell,
          })),
          label: { show: false },
          emphasis: { itemStyle: { borderColor: theme.mark, borderWidth: 2 } },
        },
        ...lines().flatMap((line, i) => [
          { ...mark(line), lineStyle: { color: "#ffffff", width: 6, type: "solid" } },
          { ...mark(line), lineStyle: { color: "#000000", width: 2.5, type: dashOf(i) } },
        ]),
        {
          // The numbers stand over the lines, each with a halo.
          type: "scatter",
          name: "numbers",
          symbolSize: 0,
          silent: true,
          z: 7,
          data: !labelled ? [] : all.filter(one => one.cell.ended > 0).map(({ x: column, y: row, value }) => {
            const light = value !== null && (value - min) / (max - min) > 0.55 === (figure() !== figures.loss);
            const colours = value === null ? [theme.text, theme.background] : light ? ["#000", "#ffffffb0"] : ["#fff", "#000000b0"];
            return {
              value: [column, row],
              label: {
                show: true,
                formatter: value === null ? "×" : value.toFixed(decimals),
                color: colours[0],
                textBorderColor: colours[1],
                textBorderWidth: 3,
                fontSize: 11,
              },
            };
          }),
        },
        {
          type: "scatter",
          name: "chosen",
          data: [[at[x.name], at[y.name]]],
          symbol: "rect",
          symbolSize: [Math.max(6, room.width * 0.8), Math.max(6, room.height * 0.6)],
          itemStyle: { color: "transparent", borderColor: "#ff4fd8", borderWidth: 3 },
          silent: true,
          z: 6,
        },
      ],
    };
  };

  const tipOf = cell => dl4jInit.tip(dl4jInit.sweepText(swept, cell.setting), [
    { name: `test ${data.score}`, text: dl4jInit.estimate(cell.score, dl4jInit.share) },
    { name: "loss at the end", text: dl4jInit.estimate(cell.loss, value => dl4jInit.number(value)) },
    { name: "trials", text: cell.statuses },
  ]);

  const choose = (column, row) => {
    if (column < 0 || row < 0 || column >= columns().values.length || row >= rows().values.length) {
      return;
    }
    dl4jInit.choose(name("at " + columns().name), column);
    dl4jInit.choose(name("at " + rows().name), row);
    draw();
    chart.instance.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: row * columns().values.length + column });
    chart.speak();
  };

  const chart = dl4jInit.chart(section, {
    id: name("map"),
    title: "What trains",
    height: Math.min(640, 200 + 34 * Math.max(...swept.map(knob => Math.min(knob.values.length, 14)))),
    note: () => {
      const names = lines().map((line, i) => `${i === 0 ? "solid" : "dashed"}: ${line.name}`);
      return "A click on a cell, or the arrow keys, choose its trials, whose curves are below. ×: no trial gave a number."
        + (names.length > 0 ? ` Theory, ${names.join("; ")}.` : "");
    },
    option,
    keysHelp: "Arrow keys choose a cell.",
    zooms: false,
    label: () => {
      const given = values().filter(one => one.value !== null);
      const best = given.reduce((a, b) => (b.value > a.value ? b : a), given[0]);
      return `${figure().text} of ${columns().name} across and ${rows().name} up.`
        + (best ? ` The largest is ${dl4jInit.number(best.value)} at ${dl4jInit.sweepText(swept, best.cell.setting)}.` : "");
    },
    table: () => ({
      caption: `${figure().text}: ${rows().name} down, ${columns().name} across`,
      sorts: false,
      rows: rows().values.map((value, row) => ({ value, row })),
      columns: [
        { name: `${rows().name} \\ ${columns().name}`, value: one => one.value },
        ...columns().values.map((value, column) => ({
          name: value,
          value: one => figure().of(cellAt(column, one.row)).mean,
          text: one => dl4jInit.number(figure().of(cellAt(column, one.row)).mean, 3),
          numeric: true,
        })),
      ],
    }),
    keys: event => {
      const moves = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      if (event.key in moves) {
        const at = setting();
        choose(at[columns().name] + moves[event.key][0], at[rows().name] + moves[event.key][1]);
        return true;
      }
      return ["+", "-", "0"].includes(event.key);
    },
  });
  chart.instance.on("click", event => {
    if (event.seriesType === "heatmap") {
      choose(event.data.value[0], event.data.value[1]);
    }
  });
  return chart;
};
