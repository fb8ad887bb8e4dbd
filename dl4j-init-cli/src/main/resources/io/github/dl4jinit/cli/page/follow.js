// SPDX-License-Identifier: Apache-2.0
/* Follows a run: asks the program that serves the page whether there is newer data, and shows it. */

dl4jInit.pause = { connected: 2000, lost: 10000 };

/** Shows newer data; what the reader looks at stays where it is: zoom, place on the page, focus. */
dl4jInit.update = function (data) {
  const zooms = new Map(dl4jInit.charts.map(chart => [chart.id, chart.range()]));
  const focusable = () => [...document.querySelectorAll("a, input, select, button, summary, [tabindex]")];
  const focused = focusable().indexOf(document.activeElement);
  const open = [...document.querySelectorAll("details")].map(details => details.open);
  const top = window.scrollY;
  dl4jInit.show(data);
  dl4jInit.charts.filter(chart => zooms.get(chart.id)).forEach(chart => chart.zoom(...zooms.get(chart.id)));
  document.querySelectorAll("details").forEach((details, i) => {
    details.open = open[i] === true;
  });
  if (focused >= 0 && focused < focusable().length) {
    focusable()[focused].focus({ preventScroll: true });
  }
  window.scrollTo(window.scrollX, top);
};

/** Says in the footer whether the page follows its run. */
dl4jInit.following = function (connected) {
  let line = document.getElementById("following");
  if (!line) {
    line = dl4jInit.element("p", { id: "following", role: "status" });
    document.getElementById("footer").append(line);
  }
  const text = connected
    ? "This page follows its run: trials appear as they end."
    : "dl4j-init watch has ended: this page shows what there was by then.";
  if (line.textContent !== text) {
    line.textContent = text;
  }
};

dl4jInit.follow = async function (source) {
  let tag = "";
  let connected = true;
  for (;;) {
    dl4jInit.following(connected);
    await new Promise(resolve => setTimeout(resolve, connected ? dl4jInit.pause.connected : dl4jInit.pause.lost));
    try {
      const answer = await fetch(source, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      connected = true;
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        const data = await answer.json();
        if (JSON.stringify(data.runs) !== JSON.stringify(dl4jInit.data.runs)) {
          dl4jInit.update(data);
        }
      }
    } catch (e) {
      connected = false;
    }
  }
};
