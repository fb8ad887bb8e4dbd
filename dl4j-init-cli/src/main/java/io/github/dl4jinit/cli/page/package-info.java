// SPDX-License-Identifier: Apache-2.0
/**
 * The page of one or several runs: one HTML file that shows them in a browser without any network. Start at
 * {@link io.github.dl4jinit.cli.page.ReportPage}.
 *
 * <p>A run is read from its folder ({@link io.github.dl4jinit.cli.page.RunOnDisk}, {@code run.json} and the files of
 * trials), so a page can be made at any time, also of a run that goes on or was killed. What is read becomes one value,
 * which is written as JSON into the template {@code page.html} beside this package's classes; scripts draw it there.
 *
 * <p>A new kind of run takes one class that implements {@link io.github.dl4jinit.cli.page.PageKind} and is named in
 * {@link io.github.dl4jinit.cli.page.PageKinds}, and one script that is named in
 * {@link io.github.dl4jinit.cli.page.PageTemplate} and sets {@code dl4jInit.kinds.NAME = function (section, runs)}:
 * that draws all runs of this kind into the section and returns what draws the charts anew when the colours change. The
 * scripts {@code base.js}, {@code table.js}, {@code chart.js} and {@code curves.js} hold what kinds share: elements
 * whose texts can only be texts, controls, tables that sort, charts with keys, zoom and a table, curves in bands.
 */
package io.github.dl4jinit.cli.page;
