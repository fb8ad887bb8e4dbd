// SPDX-License-Identifier: Apache-2.0
/**
 * What a command leaves behind: tables, sentences and files. Start at
 * {@link io.github.dl4jinit.cli.report.ComparisonReport}.
 */
package io.github.dl4jinit.cli.report;
