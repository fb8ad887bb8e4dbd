// SPDX-License-Identifier: Apache-2.0
/* What all parts of the page share: elements, numbers, and what the reader has chosen. */

window.dl4jInit = {
  ready: false,
  kinds: {},
  charts: [],
};

/**
 * Makes an element. Texts become text nodes and attributes are set by name, so a name that looks like HTML stays a name.
 */
dl4jInit.element = function (tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) {
      element.append(child);
    }
  }
  return element;
};

/** A number with so many significant digits; a dash where there is none. */
dl4jInit.number = function (value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split("e");
    const factor = Number(mantissa) === 1 ? "" : Number(mantissa) === -1 ? "−" : Number(mantissa) + "·";
    return factor + "10" + dl4jInit.superscript(Number(exponent));
  }
  return String(Number(value.toPrecision(digits)));
};

dl4jInit.superscript = function (whole) {
  return [...String(whole)].map(c => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
};

/** A number of a table, whose column has as many digits in each row. */
dl4jInit.figure = function (value, digits = 4) {
  const size = Math.abs(value);
  return value !== null && value !== undefined && size >= 1e-3 && size < 10 ** digits
    ? value.toPrecision(digits)
    : dl4jInit.number(value, digits);
};

/** What the runs' scores are, accuracy for instance; "score" if they differ. */
dl4jInit.scoreName = function (runs) {
  const names = new Set(runs.map(run => run.data.score));
  return names.size === 1 ? [...names][0] : "score";
};

/** The same on an axis, which says where less is better. */
dl4jInit.scoreAxis = function (runs) {
  const names = new Set(runs.map(run => run.data.scoreAxis));
  return names.size === 1 ? [...names][0] : "score";
};

/** A score with three decimals, which are enough for shares of 1; in digits that count if they would say nothing. */
dl4jInit.share = function (value) {
  if (value === null || value === undefined) {
    return "–";
  }
  return value !== 0 && Math.abs(value) < 0.0005 ? dl4jInit.number(value) : value.toFixed(3);
};

/** A mean over seeds: with its 95 % interval from three seeds on, below that the smallest and the largest. */
dl4jInit.estimate = function (estimate, text) {
  if (!estimate || estimate.mean === null) {
    return "–";
  }
  if (estimate.count < 2) {
    return text(estimate.mean);
  }
  return estimate.count < 3
    ? `${text(estimate.mean)} (${text(estimate.lowest)} … ${text(estimate.highest)})`
    : `${text(estimate.mean)} ± ${text(estimate.ci95)}`;
};

/** The estimate of some values. Student's factors for each number of values come with the page. */
dl4jInit.estimateOf = function (values, t95) {
  const given = values.filter(value => value !== null && value !== undefined);
  const count = given.length;
  if (count === 0) {
    return { count, mean: null, lowest: null, highest: null, ci95: null };
  }
  const mean = given.reduce((a, b) => a + b, 0) / count;
  const squares = given.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const factor = t95[Math.min(count, t95.length - 1)];
  return {
    count,
    mean,
    lowest: Math.min(...given),
    highest: Math.max(...given),
    ci95: count < 3 ? null : factor * Math.sqrt(squares / (count - 1) / count),
  };
};

/** Seconds, for people to read. */
dl4jInit.duration = function (seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  if (seconds < 90) {
    return `${dl4jInit.number(seconds, 2)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** "1 trial", "2 trials". */
dl4jInit.count = function (number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
};

/** What the reader has chosen, by the name of the choice; it stays when the page is drawn anew. */
dl4jInit.choices = {};

dl4jInit.chosen = function (name, otherwise) {
  return name in dl4jInit.choices ? dl4jInit.choices[name] : otherwise;
};

dl4jInit.choose = function (name, value) {
  dl4jInit.choices[name] = value;
};

/** Controls, each with a label, a choice that it keeps, and what to do when it changes. */
dl4jInit.controls = {
  box(label, name, otherwise, changed) {
    const input = dl4jInit.element("input", {
      type: "checkbox",
      checked: dl4jInit.chosen(name, otherwise),
      change: () => {
        dl4jInit.choose(name, input.checked);
        changed();
      },
    });
    return dl4jInit.element("label", { class: "control" }, input, " " + label);
  },

  slider(label, name, otherwise, { min, max, step, text }, changed) {
    const value = dl4jInit.chosen(name, otherwise);
    const output = dl4jInit.element("output", {}, text(value));
    const input = dl4jInit.element("input", {
      type: "range",
      min,
      max,
      step,
      value,
      "aria-valuetext": text(value),
      input: () => {
        const now = Number(input.value);
        dl4jInit.choose(name, now);
        output.textContent = text(now);
        input.setAttribute("aria-valuetext", text(now));
        changed();
      },
    });
    return dl4jInit.element("label", { class: "control" }, label + " ", input, " ", output);
  },

  select(label, name, otherwise, options, changed) {
    const value = dl4jInit.chosen(name, otherwise);
    const input = dl4jInit.element(
      "select",
      {
        change: () => {
          dl4jInit.choose(name, options[input.selectedIndex].value);
          changed();
        },
      },
      options.map(option => dl4jInit.element("option", { selected: option.value === value }, option.text)));
    return dl4jInit.element("label", { class: "control" }, label + " ", input);
  },
};
