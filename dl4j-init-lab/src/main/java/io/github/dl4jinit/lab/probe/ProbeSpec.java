// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.probe;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.List;

/**
 * A probe of a network in a file.
 *
 * @param model the file
 * @param allowedClasses what the file may name beside DL4J's and this library's classes
 * @param start how weights are drawn in place of those that the file comes with, or {@code null} for these
 * @param inputShape of one example: features; features, steps; or channels, height, width. {@code null} for what the
 *     network tells
 * @param examples how many examples to make up, {@code null} for as many as usual
 * @param data real examples in place of made-up ones, or {@code null}
 */
public record ProbeSpec(
        String model,
        List<String> allowedClasses,
        Start start,
        List<Long> inputShape,
        Integer examples,
        RealData data) {

    /**
     * A network's start.
     *
     * @param scheme how its weights are drawn
     * @param seed decides them
     * @param learningRate in place of its own, or {@code null}
     */
    public record Start(Scheme scheme, long seed, Double learningRate) {

        public Start {
            Check.given("scheme", scheme);
            if (learningRate != null) {
                Check.positiveFinite("lr", learningRate);
            }
        }
    }

    /**
     * Real examples.
     *
     * @param source where they come from
     * @param trainLimit how many of the first training examples to use, 0 for all
     * @param batchSize examples in a batch
     * @param seed decides their order
     * @param learningRates whether to measure which learning rates the network can be trained with
     */
    public record RealData(DataSource source, int trainLimit, int batchSize, long seed, boolean learningRates) {

        public RealData {
            Check.given("source", source);
            Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
            Check.inRange("batch", batchSize, 1, Integer.MAX_VALUE);
        }
    }

    public ProbeSpec {
        Check.given("model", model);
        allowedClasses = Check.givenEach("allowed-classes", allowedClasses);
        Check.require(
                inputShape == null
                        || !inputShape.isEmpty()
                                && inputShape.size() <= 3
                                && inputShape.stream().allMatch(size -> size != null && size > 0),
                "input-shape",
                "one to three positive numbers",
                inputShape);
        inputShape = inputShape == null ? null : List.copyOf(inputShape);
        if (examples != null) {
            Check.inRange("batch", examples, 1, Integer.MAX_VALUE);
        }
    }
}
