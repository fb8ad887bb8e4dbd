// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks, each with a {@code main} that prints a ratio measured in one run. Start at
 * {@link io.github.dl4jinit.benchmarks.InitBenchmark}.
 */
package io.github.dl4jinit.benchmarks;
