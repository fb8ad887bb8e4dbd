// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.zoo;

import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.LossSignal;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.theory.Preserve;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Probes models of DL4J's zoo as DL4J makes them, after {@code NetworkInit} in each mode and after {@code Lsuv}, and
 * says what was found and by how much DL4J's own passes differ from the report.
 *
 * <pre>
 * OMP_NUM_THREADS=1 java -Xmx4g -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.zoo.ZooDoctor [MODEL …]
 * </pre>
 */
public final class ZooDoctor {

    private static final int EXAMPLES = 4;

    private ZooDoctor() {}

    public static void main(String[] args) {
        ZooModel[] models = args.length == 0
                ? ZooModel.values()
                : Arrays.stream(args).map(ZooModel::of).toArray(ZooModel[]::new);
        for (ZooModel model : models) {
            examine(model);
        }
    }

    private static void examine(ZooModel model) {
        MultiDataSet batch = model.batch(EXAMPLES);
        Model network = model.make();
        System.out.printf("%n%s, input %s, %,d weights%n", model.modelName(), model.input(), network.numParams());
        initialise(network, batch, who -> line(who, network, batch));
    }

    /** Initialises a model in all ways, and says after each one which it was. */
    static void initialise(Model network, MultiDataSet batch, Consumer<String> initialised) {
        initialised.accept("DL4J");
        for (Preserve preserve : Preserve.values()) {
            NetworkInit.builder().preserve(preserve).build().apply(network);
            initialised.accept(preserve.name());
        }
        Lsuv.builder().build().apply(network, batch);
        initialised.accept("LSUV");
    }

    private static void line(String who, Model network, MultiDataSet batch) {
        long started = System.nanoTime();
        SignalReport report = SignalProbe.probe(network, batch);
        double seconds = (System.nanoTime() - started) / 1e9;
        Independent own = Independent.of(network, batch, report);
        System.out.printf(
                Locale.ROOT,
                "%-15s %4.1f s, forward %s %+.1f orders, backward %s %+.1f orders, loss %s (score %.4g)"
                        + ", DL4J differs by %.2g and %.2g orders%n",
                who,
                seconds,
                report.forward().verdict(),
                report.forward().ordersOfMagnitude(),
                report.backward().verdict(),
                report.backward().ordersOfMagnitude(),
                report.losses().stream()
                        .map(ZooDoctor::loss)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("none"),
                own.loss(),
                own.activations(),
                own.gradients());
        System.out.println("                " + report.summary());
        report.problems()
                .forEach(problem -> System.out.println("                - " + problem.kind() + ": " + problem));
    }

    private static String loss(LossSignal loss) {
        return String.format(
                Locale.ROOT,
                "%.4g%s",
                loss.loss(),
                loss.guessing().isPresent()
                        ? String.format(
                                Locale.ROOT, " against %.4g", loss.guessing().getAsDouble())
                        : "");
    }
}
