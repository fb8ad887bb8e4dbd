// SPDX-License-Identifier: Apache-2.0
/* The network as a graph: from the inputs on the left to the outputs on the right. */

/**
 * Where each layer stands, as {x, y}: x is the longest way from an input, y the place among those of the same x, as near
 * to what it is fed by as there is room.
 */
dl4jInit.places = function (layers) {
  const columns = [];
  const places = [];
  layers.forEach((layer, i) => {
    const inputs = (layer.inputs || []).filter(input => input < i).map(input => places[input]);
    const x = inputs.length === 0 ? 0 : Math.max(...inputs.map(place => place.x)) + 1;
    const wish = inputs.length === 0 ? 0 : inputs.reduce((sum, place) => sum + place.y, 0) / inputs.length;
    places.push({ x, y: wish });
    (columns[x] = columns[x] || []).push(places[i]);
  });
  columns.forEach(column => {
    column.sort((a, b) => a.y - b.y);
    const wished = column.reduce((sum, place) => sum + place.y, 0) / column.length;
    column.forEach((place, i) => {
      place.y = wished + i - (column.length - 1) / 2;
    });
  });
  // A connection that passes a column of one node goes around it, not through it.
  layers.forEach((layer, i) => (layer.inputs || []).filter(input => input < i).forEach(input => {
    const passed = places.filter(place => place.x > places[input].x && place.x < places[i].x && place.y === places[input].y && place.y === places[i].y);
    passed.forEach(place => {
      place.y += 0.6;
    });
  }));
  return places;
};

/** How the two passes of a layer are shown by its colour: shades of how many orders of magnitude. */
dl4jInit.networkGraph = function (section, probe, draw) {
  const { layers } = probe;
  const places = dl4jInit.places(layers);
  const step = { x: 120, y: 70 };
  const figure = () => dl4jInit.chosen(`${probe.run.name} graph`, "gradient");
  const figures = ["gradient", "activation"];
  const width = Math.max(...places.map(place => place.x)) + 1;
  const rows = Math.max(...places.map(place => place.y)) - Math.min(...places.map(place => place.y)) + 1;
  const title = "Layers and what feeds them";
  section.append(dl4jInit.element("div", { class: "controls panel" }, dl4jInit.controls.select(
    "Colour by",
    `${probe.run.name} graph`,
    "gradient",
    figures.map(value => ({ value, text: dl4jInit.figures[value].text })),
    () => chart.draw())));
  const magnitude = i => {
    const value = probe.moment[figure()][i];
    return value > 0 ? Math.log10(value) : null;
  };
  // As the reader has moved it: a new drawing keeps it.
  let zoom = null;
  const zoomBy = factor => {
    zoom = Math.max(0.2, Math.min(40, (zoom || start()) * factor));
    chart.draw();
  };
  /** So that some twelve columns are seen, of a deep network those at the chosen layer. */
  const start = () => Math.max(1, width / 12);
  const centre = () => [places[probe.layer].x * step.x, places[probe.layer].y * step.y];

  const chart = dl4jInit.chart(section, {
    id: `${probe.run.name} graph`,
    title,
    height: Math.max(200, Math.min(520, 120 + step.y * rows)),
    zooms: false,
    note: "Drag to move, plus and minus to zoom, a click chooses a layer. A thick rim is a layer with a problem; grey has no figure.",
    keysHelp: "Arrow keys go from layer to layer, plus and minus zoom, 0 shows the whole network.",
    option: () => {
      const theme = dl4jInit.theme();
      const sizes = layers.map((layer, i) => magnitude(i)).filter(size => size !== null);
      const [min, max] = sizes.length === 0 ? [0, 1] : [Math.min(...sizes), Math.max(...sizes)];
      const shade = i => {
        const size = magnitude(i);
        const share = max - min < 1 ? 0.6 : (size - min) / (max - min);
        return size === null ? theme.grid : dl4jInit.scale[Math.round(share * (dl4jInit.scale.length - 1))];
      };
      const rim = i => (i === probe.layer ? "#ff4fd8" : probe.hasProblem(i) ? theme.mark : theme.muted);
      const tipOf = i => dl4jInit.tip(`${layers[i].name} (${layers[i].type})`, figures.map(one => ({
        name: dl4jInit.figures[one].text,
        text: dl4jInit.number(probe.moment[one][i], 3),
      })));
      return {
        animation: false,
        textStyle: { color: theme.text },
        tooltip: {
          confine: true,
          transitionDuration: 0,
          backgroundColor: theme.background,
          borderColor: theme.muted,
          textStyle: { color: theme.text },
          formatter: one => (one.dataType === "node" ? tipOf(one.dataIndex) : ""),
        },
        series: [{
          type: "graph",
          name: title,
          layout: "none",
          roam: "move",
          zoom: zoom || start(),
          center: width > 12 || zoom ? centre() : undefined,
          left: 40,
          right: 40,
          symbol: "roundRect",
          symbolSize: 22,
          edgeSymbol: ["none", "arrow"],
          edgeSymbolSize: 8,
          lineStyle: { color: theme.muted, width: 1.5, opacity: 0.9 },
          label: { show: true, position: "bottom", color: theme.text, fontSize: 11, width: 100, overflow: "truncate", formatter: one => layers[one.dataIndex].name },
          labelLayout: { hideOverlap: true },
          emphasis: { disabled: true },
          data: layers.map((layer, i) => ({
            // The library knows nodes by these names, which must differ; readers see those of the label.
            name: String(i),
            x: places[i].x * step.x,
            y: places[i].y * step.y,
            itemStyle: { color: shade(i), borderColor: rim(i), borderWidth: i === probe.layer || probe.hasProblem(i) ? 4 : 1 },
          })),
          links: layers.flatMap((layer, i) => (layer.inputs || []).filter(input => input < layers.length).map(input => ({
            source: String(input),
            target: String(i),
            lineStyle: { curveness: places[i].x - places[input].x > 1 ? 0.25 : 0 },
          }))),
        }],
      };
    },
    label: () => `${layers.length} nodes, from ${layers[0].name} to ${layers[layers.length - 1].name}. Chosen: ${layers[probe.layer].name}.`,
    table: () => ({
      caption: title,
      rows: layers.map((layer, i) => i),
      columns: [
        { name: "layer", value: i => layers[i].name },
        { name: "type", value: i => layers[i].type },
        { name: "fed by", value: i => (layers[i].inputs || []).map(input => layers[input].name).join(", ") || null },
        ...figures.map(one => ({
          name: dl4jInit.figures[one].text,
          value: i => probe.moment[one][i],
          text: i => dl4jInit.figure(probe.moment[one][i], 3),
          numeric: true,
        })),
      ],
    }),
    keys: event => {
      const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      if (event.key in moves) {
        probe.choose(probe.layer + moves[event.key]);
        draw();
        chart.instance.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: probe.layer });
        return true;
      }
      const zooms = { "+": () => zoomBy(1.5), "-": () => zoomBy(1 / 1.5), 0: () => { zoom = null; chart.draw(); } };
      if (event.key in zooms) {
        zooms[event.key]();
        return true;
      }
      return false;
    },
  });
  const button = (text, label, pressed) => dl4jInit.element("button", { type: "button", "aria-label": label, click: pressed }, text);
  chart.plot.nextElementSibling.nextElementSibling.prepend(
    button("+", "Larger", () => zoomBy(1.5)),
    button("−", "Smaller", () => zoomBy(1 / 1.5)));
  chart.instance.on("click", event => {
    if (event.dataType === "node") {
      probe.choose(event.dataIndex);
      draw();
    }
  });
  return chart;
};
