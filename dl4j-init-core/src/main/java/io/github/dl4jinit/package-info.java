// SPDX-License-Identifier: Apache-2.0
/**
 * The initialisers a user names in a DL4J configuration. Start at {@link io.github.dl4jinit.HeInit}.
 *
 * <p>All are {@link org.deeplearning4j.nn.weights.IWeightInit}s: immutable, equal by value, and written to and read
 * from the JSON and YAML of a configuration with every one of their numbers. {@link io.github.dl4jinit.SameDiffInit}
 * lends them to SameDiff, which knows no such configurations.
 *
 * <p>Any number of threads may initialise, probe, train and listen at once, each with networks of its own, and get the
 * same bits as one alone: what this library shares between threads is immutable, and ND4J has a random generator for
 * each thread. One network is one thread's at a time, as DL4J's networks are.
 *
 * <p>The other packages: {@code theory} computes the gains that an activation function needs, {@code network}
 * initialises a whole network at once, {@code signal} measures what becomes of activations and gradients in it.
 * {@code internal} and all below it may change with every version.
 */
package io.github.dl4jinit;
