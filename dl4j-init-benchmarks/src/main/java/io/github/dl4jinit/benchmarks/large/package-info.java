// SPDX-License-Identifier: Apache-2.0
/** What it takes to train on data that is larger than Java's heap. */
package io.github.dl4jinit.benchmarks.large;
