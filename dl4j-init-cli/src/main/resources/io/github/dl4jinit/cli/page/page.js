// SPDX-License-Identifier: Apache-2.0
/* The page: unpacks the library and the data, says what each run is, and lets each kind of run draw its own. */

dl4jInit.unpack = async function (id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
};

dl4jInit.words = {
  RUNNING: "still running",
  DONE: "done",
  FAILED: "failed",
  INTERRUPTED: "interrupted",
  KILLED: "killed",
  WRITTEN: "as far as it is written",
};

dl4jInit.state = function (run) {
  return dl4jInit.element(
    "span",
    { class: "state " + (["DONE", "WRITTEN"].includes(run.state) ? "done" : "not-done") },
    dl4jInit.words[run.state] || run.state);
};

/** How many of its trials a run has. */
dl4jInit.progress = function (run) {
  if (run.kind === "probe" || run.kind === "training") {
    return null;
  }
  const planned = run.planned === null ? "" : ` of ${run.planned}`;
  return `${run.trials}${planned} trial${run.trials === 1 && run.planned === null ? "" : "s"}`;
};

dl4jInit.instant = function (text) {
  return text === null ? null : text.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
};

dl4jInit.header = function (runs, made) {
  const element = dl4jInit.element;
  const one = runs.length === 1;
  const title = one ? `dl4j-init ${runs[0].kind}: ${runs[0].title}` : `dl4j-init: ${runs.length} runs side by side`;
  document.title = title;
  const theme = document.documentElement.dataset;
  const themes = [
    { value: "", text: "as the system" },
    { value: "light", text: "light" },
    { value: "dark", text: "dark" },
  ];
  const setTheme = () => {
    theme.theme = dl4jInit.chosen("theme", "");
    if (theme.theme === "") {
      delete theme.theme;
    }
    dl4jInit.redraw();
  };
  const facts = one
    ? element("p", { class: "facts" }, dl4jInit.state(runs[0]), " ", [
        dl4jInit.progress(runs[0]),
        dl4jInit.instant(runs[0].started) && "started " + dl4jInit.instant(runs[0].started),
        runs[0].seconds !== null && "took " + dl4jInit.duration(runs[0].seconds),
      ].filter(Boolean).join(", "))
    : null;
  document.getElementById("header").replaceChildren(element(
    "div",
    { class: "top" },
    element("div", {}, element("h1", {}, title), facts),
    element("div", { class: "theme" }, dl4jInit.controls.select("Colours", "theme", "", themes, setTheme))));
  document.getElementById("footer").replaceChildren(
    `Made by dl4j-init ${dl4jInit.data.version} at ${dl4jInit.instant(made)}. Charts: Apache ECharts, Apache-2.0.`);
};

/** Which runs there are; only where there are several. */
dl4jInit.overview = function (main, runs) {
  main.append(dl4jInit.element("h2", {}, "Runs"), dl4jInit.table({
    caption: "The runs of this page",
    columns: [
      { name: "run", value: run => run.name },
      { name: "command", value: run => run.kind },
      { name: "of", value: run => run.title },
      { name: "started", value: run => dl4jInit.instant(run.started) },
      { name: "took", value: run => run.seconds, text: run => dl4jInit.duration(run.seconds), numeric: true },
      { name: "trials", value: run => run.trials, text: run => dl4jInit.progress(run), numeric: true },
      { name: "state", value: run => run.state, text: run => dl4jInit.state(run) },
    ],
    rows: runs,
  }));
};

/** Where the numbers come from, and how to get them again. */
dl4jInit.origin = function (main, runs) {
  const element = dl4jInit.element;
  main.append(element("h2", {}, "Where this comes from"));
  for (const run of runs) {
    const facts = Object.entries(run.facts).filter(fact => fact[1] !== null);
    main.append(
      element("h3", {}, run.name),
      ...run.notes.map(note => element("p", {}, note)),
      element("dl", {}, facts.map(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))])),
      ...(run.command === null ? [] : [element("p", {}, "The same again:"), element("pre", {}, run.command)]));
  }
};

/** Draws all charts anew, as when the colours change. */
dl4jInit.redraw = function () {
  dl4jInit.redrawings.forEach(draw => draw());
};

/** Shows data, which replaces what was shown before; what the reader has chosen stays chosen. */
dl4jInit.show = function (data) {
  dl4jInit.ready = false;
  dl4jInit.data = data;
  dl4jInit.charts.forEach(chart => chart.instance.dispose());
  dl4jInit.charts.length = 0;
  dl4jInit.redrawings = [];
  const main = document.getElementById("main");
  main.replaceChildren();
  dl4jInit.header(data.runs, data.made);
  if (data.runs.length > 1) {
    dl4jInit.overview(main, data.runs);
  }
  for (const [kind, draw] of Object.entries(dl4jInit.kinds)) {
    const runs = data.runs.filter(run => run.kind === kind && run.data !== null);
    if (runs.length > 0) {
      const section = dl4jInit.element("section");
      main.append(section);
      dl4jInit.redrawings.push(draw(section, runs));
    }
  }
  dl4jInit.origin(main, data.runs);
  dl4jInit.ready = true;
  dl4jInit.readyAfter = performance.now();
};

dl4jInit.start = async function () {
  const waiting = document.getElementById("waiting");
  waiting.textContent = "Drawing …";
  try {
    const library = dl4jInit.element("script");
    library.textContent = await dl4jInit.unpack("library");
    document.head.append(library);
    dl4jInit.show(JSON.parse(await dl4jInit.unpack("data")));
    if (dl4jInit.data.newer) {
      dl4jInit.follow(dl4jInit.data.newer);
    }
  } catch (e) {
    waiting.textContent = `This page cannot be drawn: ${e.message}. It needs a browser of 2023 or newer.`;
    document.getElementById("main").prepend(waiting);
    throw e;
  }
};

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dl4jInit.redraw);
window.addEventListener("beforeprint", () => {
  dl4jInit.printing = true;
  dl4jInit.redraw();
});
window.addEventListener("afterprint", () => {
  dl4jInit.printing = false;
  dl4jInit.redraw();
});
dl4jInit.redrawings = [];
dl4jInit.start();
