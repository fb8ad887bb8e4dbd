// SPDX-License-Identifier: Apache-2.0
/* What a training's log of signals shows beside its last report: how the signal changed while it trained. */

dl4jInit.kinds.training = (section, runs) => dl4jInit.doctor(section, runs);

/** The loss, and a map of a figure of all layers over the iterations. */
dl4jInit.trainingCharts = function (section, probe, draw) {
  const element = dl4jInit.element;
  const { moments, layers, report, run } = probe;
  const text = value => dl4jInit.number(value, 6);
  const iteration = i => String(moments[i].iteration);
  const slider = dl4jInit.controls.slider(
    "Layer by layer, at iteration",
    probe.whenName,
    moments.length - 1,
    { min: 0, max: moments.length - 1, step: 1, text: iteration },
    draw);
  section.append(element("div", { class: "controls panel" }, slider));
  /** It may have been chosen elsewhere. */
  const sync = () => {
    slider.querySelector("input").value = probe.when;
    slider.querySelector("input").setAttribute("aria-valuetext", iteration(probe.when));
    slider.querySelector("output").textContent = iteration(probe.when);
  };
  const lossTitle = "Loss when it was probed";
  const outputs = report.losses.map(one => one.output);
  const points = output => moments.map(moment => [moment.iteration, moment.losses[output]]).filter(([, loss]) => loss !== null && loss !== undefined);
  const losses = dl4jInit.chart(section, {
    id: `${run.name} losses`,
    title: lossTitle,
    height: 300,
    note: "The loss of the batch that was probed, before its update.",
    option: () => {
      const tip = hovered => dl4jInit.tip(`iteration ${hovered[0].value[0]}`, hovered.map(one => ({
        colour: dl4jInit.colour(one.seriesIndex),
        dash: dl4jInit.dash(one.seriesIndex),
        name: one.seriesName,
        text: text(one.value[1]),
      })));
      return {
        ...dl4jInit.plane({ name: "iteration", whole: true }, { name: "loss", text }, tip),
        series: outputs.map((output, i) => dl4jInit.line(output, points(i), dl4jInit.colour(i), dl4jInit.dash(i))),
      };
    },
    label: () => outputs.map((output, i) => {
      const all = points(i);
      return all.length === 0 ? "" : `${output}: from ${text(all[0][1])} to ${text(all[all.length - 1][1])}`;
    }).join("; ") + ".",
    table: () => ({
      caption: lossTitle,
      sorts: false,
      rows: dl4jInit.some(moments, 25),
      columns: [
        { name: "iteration", value: moment => moment.iteration, numeric: true },
        ...outputs.map((output, i) => ({ name: output, value: moment => moment.losses[i], text: moment => text(moment.losses[i]), numeric: true })),
      ],
    }),
  });
  return [losses, dl4jInit.trainingMap(section, probe, draw), { draw: sync }];
};

dl4jInit.trainingMap = function (section, probe, draw) {
  const { moments, layers, run } = probe;
  const choice = `${run.name} map`;
  const measured = Object.keys(dl4jInit.figures).filter(figure => moments.some(moment => moment[figure].some(value => value !== null)));
  const figure = () => dl4jInit.chosen(choice, "gradient");
  const settings = () => dl4jInit.figures[figure()];
  const shown = value => (settings().log ? (value > 0 ? Math.log10(value) : null) : value);
  const title = "All layers over the iterations";
  section.append(dl4jInit.element("div", { class: "controls panel" }, dl4jInit.controls.select(
    "Shown", choice, "gradient", measured.map(value => ({ value, text: dl4jInit.figures[value].text })), () => chart.draw())));
  const chart = dl4jInit.chart(section, {
    id: choice,
    title,
    height: Math.max(260, Math.min(560, 120 + 10 * layers.length)),
    zooms: false,
    note: () => (settings().log ? "Colours are of log₁₀. " : "") + "A click chooses a layer and an iteration. What is zero, not finite or not measured has no colour.",
    keysHelp: "Up and down choose a layer, left and right an iteration.",
    option: () => {
      const theme = dl4jInit.theme();
      const cells = moments.flatMap((moment, x) => moment[figure()].map((value, y) => [x, y, shown(value)])).filter(cell => cell[2] !== null);
      const values = cells.map(cell => cell[2]);
      const [min, max] = values.length === 0
        ? [0, 1]
        : values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
      const axis = (name, data) => ({
        type: "category",
        name,
        data,
        nameTextStyle: { color: theme.text },
        axisLabel: { color: theme.text, hideOverlap: true, width: 110, overflow: "truncate" },
        axisLine: { lineStyle: { color: theme.muted } },
        axisTick: { show: false },
        splitArea: { show: false },
      });
      return {
        animation: false,
        textStyle: { color: theme.text },
        grid: { left: 12, right: 12, top: 34, bottom: 78, containLabel: true },
        xAxis: { ...axis("iteration", moments.map(moment => moment.iteration)), nameLocation: "middle", nameGap: 28 },
        yAxis: { ...axis("layer", layers.map(layer => layer.name)), nameTextStyle: { color: theme.text, align: "left" } },
        tooltip: {
          confine: true,
          transitionDuration: 0,
          backgroundColor: theme.background,
          borderColor: theme.muted,
          textStyle: { color: theme.text },
          formatter: one => {
            const [x, y] = one.value;
            return dl4jInit.tip(layers[y].name, [
              { name: "iteration", text: String(moments[x].iteration) },
              { name: settings().text, text: dl4jInit.number(moments[x][figure()][y], 3) },
            ]);
          },
        },
        visualMap: {
          type: "continuous",
          seriesIndex: 0,
          dimension: 2,
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
          inRange: { color: dl4jInit.scale },
        },
        series: [
          { type: "heatmap", name: settings().text, data: cells, progressive: 0 },
          {
            type: "scatter",
            name: "chosen",
            data: [[probe.when, probe.layer]],
            symbol: "rect",
            symbolSize: 10,
            itemStyle: { color: "transparent", borderColor: "#ff4fd8", borderWidth: 3 },
            silent: true,
          },
        ],
      };
    },
    label: () => `${settings().text} of ${layers.length} layers at ${dl4jInit.count(moments.length, "moment")}.`,
    table: () => ({
      caption: `${settings().text}, at the chosen iteration and the first`,
      rows: layers.map((layer, i) => i),
      columns: [
        { name: "layer", value: i => layers[i].name },
        ...[0, probe.when].map(at => ({
          name: `iteration ${moments[at].iteration}`,
          value: i => moments[at][figure()][i],
          text: i => dl4jInit.figure(moments[at][figure()][i], 3),
          numeric: true,
        })),
      ],
    }),
    keys: event => {
      const moves = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      if (event.key in moves) {
        const [x, y] = moves[event.key];
        choose(probe.when + x, probe.layer + y);
        return true;
      }
      return ["+", "-", "0"].includes(event.key);
    },
  });
  const choose = (x, y) => {
    dl4jInit.choose(probe.whenName, Math.max(0, Math.min(moments.length - 1, x)));
    probe.choose(y);
    draw();
  };
  chart.instance.on("click", event => event.seriesType === "heatmap" && choose(event.value[0], event.value[1]));
  return chart;
};
