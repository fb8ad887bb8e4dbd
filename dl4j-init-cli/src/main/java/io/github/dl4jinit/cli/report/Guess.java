// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

/**
 * What is reached without a look at the examples.
 *
 * @param text how, for people to read
 * @param score the test score of that
 */
record Guess(String text, double score) {}
