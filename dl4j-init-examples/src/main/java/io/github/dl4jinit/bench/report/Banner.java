// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.data.ImageDataset;
import io.github.dl4jinit.bench.trial.ComparisonSpec;
import io.github.dl4jinit.bench.trial.Environment;
import io.github.dl4jinit.bench.trial.TrainingSpec;
import io.github.dl4jinit.bench.trial.Versions;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** What a comparison says before it begins: what runs, on what, with which data. */
public final class Banner {

    private Banner() {}

    /**
     * @param out where to print
     * @param spec the comparison
     * @param environment what it runs on
     * @param workers number of worker processes
     * @param images the data
     * @param kept number of trials whose results are there already
     */
    public static void print(
            PrintWriter out, ComparisonSpec spec, Environment environment, int workers, ImageDataset images, int kept) {
        TrainingSpec training = spec.training();
        out.printf(
                "dl4j-init %s on the %s backend: BLAS %s, %s of %s on %s; Java %s, DL4J %s%n",
                Versions.project(),
                environment.backend(),
                environment.blas(),
                count(workers, "worker"),
                count(environment.threads(), "native thread"),
                count(environment.cores(), "processor"),
                environment.java(),
                environment.dl4j());
        out.printf(
                "data: %s; %d training and %d test images of %d pixels, %d classes%n",
                training.dataSource().description(),
                images.trainCount(),
                images.testCount(),
                images.inputs(),
                images.classes());
        out.printf(
                "network: %d hidden layers x %d, %s; %s with learning rate %s, batch %d, %s of %s%n",
                training.depth(),
                training.width(),
                training.kind(),
                training.optimiser(),
                training.learningRate(),
                training.batchSize(),
                count(training.epochs(), "epoch"),
                count(training.iterationsPerEpoch(images.trainCount()), "iteration"));
        out.printf(
                "trials: %s with seeds %s%s%n",
                String.join(", ", spec.schemes()),
                spec.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                kept == 0 ? "" : "; " + kept + " of " + spec.trials().size() + " kept from before");
        out.flush();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
