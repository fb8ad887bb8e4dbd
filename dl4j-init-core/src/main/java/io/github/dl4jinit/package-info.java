// SPDX-License-Identifier: Apache-2.0
/**
 * The initialisers a user names in a DL4J configuration. Start at {@link io.github.dl4jinit.HeInit}.
 *
 * <p>All are {@link org.deeplearning4j.nn.weights.IWeightInit}s: immutable, equal by value, and written to and read
 * from the JSON and YAML of a configuration with every one of their numbers. {@link io.github.dl4jinit.SameDiffInit}
 * lends them to SameDiff, which knows no such configurations.
 */
package io.github.dl4jinit;
