// SPDX-License-Identifier: Apache-2.0

/** The quality of what is drawn: a thousand million weights against theory, and bits for a battery of tests. */
package io.github.dl4jinit.benchmarks.statistics;
