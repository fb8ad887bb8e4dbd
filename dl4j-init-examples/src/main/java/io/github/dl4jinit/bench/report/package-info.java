// SPDX-License-Identifier: Apache-2.0
/**
 * What people look at: files, charts, tables and progress. Start at
 * {@link io.github.dl4jinit.bench.report.ComparisonReport}.
 */
package io.github.dl4jinit.bench.report;
