// SPDX-License-Identifier: Apache-2.0
/** Pictures as PNG and SVG. Start at {@link io.github.dl4jinit.cli.chart.PictureFile}. */
package io.github.dl4jinit.cli.chart;
