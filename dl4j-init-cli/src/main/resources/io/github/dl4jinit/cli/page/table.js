// SPDX-License-Identifier: Apache-2.0
/* Tables: those of results, which sort by a click on a heading, and those under charts. */

/**
 * A table.
 *
 * caption: what it shows. columns: {name, value(row), text(row), numeric}; what has no text shows its value. rows: any.
 * sorts: whether headings are buttons that sort; what has no value comes last either way.
 */
dl4jInit.table = function ({ caption, columns, rows, sorts = true }) {
  const body = dl4jInit.element("tbody");
  const headings = columns.map((column, i) => {
    const inside = sorts ? dl4jInit.element("button", { type: "button", click: () => sortBy(i) }, column.name) : column.name;
    return dl4jInit.element("th", { scope: "col", class: column.numeric ? "number" : null }, inside);
  });
  let sorted = { column: null, descending: false };

  const fill = ordered => {
    body.replaceChildren(...ordered.map(row =>
      dl4jInit.element("tr", {}, columns.map((column, i) => {
        const content = column.text ? column.text(row) : column.value(row);
        const cell = i === 0 ? dl4jInit.element("th", { scope: "row" }) : dl4jInit.element("td");
        cell.className = column.numeric ? "number" : "";
        cell.append(content === null || content === undefined ? "–" : content);
        return cell;
      }))));
  };

  const sortBy = i => {
    const descending = sorted.column === i ? !sorted.descending : Boolean(columns[i].numeric);
    sorted = { column: i, descending };
    headings.forEach((heading, j) => {
      heading.removeAttribute("aria-sort");
      if (j === i) {
        heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      }
    });
    const missing = value => value === null || value === undefined;
    fill([...rows].sort((a, b) => {
      const x = columns[i].value(a);
      const y = columns[i].value(b);
      if (missing(x) || missing(y)) {
        return Number(missing(x)) - Number(missing(y));
      }
      const order = typeof x === "number" ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true });
      return descending ? -order : order;
    }));
  };

  fill(rows);
  return dl4jInit.element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    dl4jInit.element(
      "table",
      {},
      dl4jInit.element("caption", {}, dl4jInit.element("span", {}, caption)),
      dl4jInit.element("thead", {}, dl4jInit.element("tr", {}, headings)),
      body));
};
