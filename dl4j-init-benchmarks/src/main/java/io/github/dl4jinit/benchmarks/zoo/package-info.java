// SPDX-License-Identifier: Apache-2.0
/**
 * DL4J's model zoo before the signal doctor. {@code ZooModel} names the models and makes them, {@code ZooDoctor} is the
 * program, and {@code Independent} measures what the doctor measured by DL4J's own means. Start at
 * {@link io.github.dl4jinit.benchmarks.zoo.ZooDoctor}.
 */
package io.github.dl4jinit.benchmarks.zoo;
