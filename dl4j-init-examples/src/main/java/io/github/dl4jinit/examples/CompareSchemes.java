// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which first weights train fifty layers on MNIST: a network for each scheme and seed, in a worker process for each
 * processor. The command {@code compare} does the same, and writes it down.
 *
 * <pre>{@code
 * java -cp dl4j-init-examples/target/dl4j-init-examples.jar io.github.dl4jinit.examples.CompareSchemes
 * }</pre>
 *
 * prints the mean test accuracy of each scheme, and each seed's, after some minutes. Change the schemes, as
 * docs/command-line.md lists them, or the network.
 */
public final class CompareSchemes {

    private CompareSchemes() {}

    public static void main(String[] args) throws InterruptedException {
        MlpSpec network = new MlpSpec(50, 128, "RELU", false, Optimiser.ADAM, 2e-4);
        // One epoch of the first 25 600 training digits, in batches of 128.
        TrainingSpec training = new TrainingSpec(network, 128, 1, 25_600, null);
        List<Scheme> schemes = Scheme.parseList("he,xavier,bengio,dl4j:XAVIER");
        System.out.println("scheme        mean  each seed");
        accuracies(new ComparisonSpec(schemes, List.of(1L, 2L, 3L), training))
                .forEach((scheme, accuracies) -> System.out.printf(
                        Locale.ROOT,
                        "%-12s %.3f  %s%n",
                        scheme,
                        accuracies.stream()
                                .mapToDouble(accuracy -> accuracy)
                                .average()
                                .orElse(Double.NaN),
                        accuracies));
    }

    /** The test accuracy of each trial that did not diverge or fail. */
    static Map<Scheme, List<Double>> accuracies(ComparisonSpec comparison) throws InterruptedException {
        Map<Scheme, List<Double>> accuracies = new LinkedHashMap<>();
        comparison.schemes().forEach(scheme -> accuracies.put(scheme, new ArrayList<>()));
        WorkerSettings settings =
                new WorkerSettings(WorkerSettings.DEFAULT_HEAP, Duration.ofMinutes(10), Path.of("."), line -> {});
        try (WorkerPool workers = new WorkerPool(settings)) {
            int processes = workers.start().cores();
            workers.run(comparison.trials(), processes, result -> add(result, accuracies));
        }
        return accuracies;
    }

    private static void add(TrialResult result, Map<Scheme, List<Double>> accuracies) {
        if (result.testScore() != null) {
            accuracies.get(result.spec().scheme()).add(result.testScore());
        }
    }
}
