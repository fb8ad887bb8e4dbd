// SPDX-License-Identifier: Apache-2.0
/** Benchmarks, each with a {@code main} that prints a ratio measured in one run. */
package io.github.dl4jinit.benchmarks;
