// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Trend;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** One run of a trial: a network that is initialised, trained and tested. */
final class Training {

    /**
     * A loss of at least this share of what guessing costs has learnt nothing: the classes' frequencies alone, which
     * the last layer's biases learn whatever comes out of the layers before, save 0.07 % on MNIST.
     */
    private static final double LEARNS_NOTHING = 0.998;

    /**
     * A loss above that of guessing falls if it has become less than this share within half a period: it may be
     * learning.
     */
    private static final double FALLS = 0.95;

    /**
     * By so much a signal or a gradient must change from one end of the network to the other to be why a loss does not
     * move: half of what a probe by itself calls unhealthy. In the grids of docs/decisions.md no network that was
     * trained in the end had more than 1.3 when its loss had not moved.
     */
    private static final double ORDERS_THAT_EXPLAIN = Trend.UNHEALTHY_ORDERS / 2;

    /**
     * How often the score is looked at while a network is trained, the end included. In the default comparison a look
     * takes as long as two to five iterations, of which it has 469.
     */
    private static final int LOOKS = 10;

    /** Trainings of fewer iterations are short ones of a search, or a test's. */
    private static final int FEWEST_ITERATIONS = 100;

    private final TrialSpec spec;
    private final Examples examples;
    private final NetworkView network;
    private final Step step;
    private final Measure measure;
    private final TrialRecorder recorder;

    /** Whether the loss is cross-entropy, of which guessing costs the logarithm of the number of classes. */
    private final boolean classifies;

    private String whyStuck;

    Training(TrialSpec spec, Examples examples, Model network, Step step) {
        this.spec = spec;
        this.examples = examples;
        this.step = step;
        this.network = NetworkView.of(network);
        this.classifies = this.network.nodes().stream()
                .filter(node -> node.outputNumber().isPresent())
                .allMatch(node -> node.writtenConfiguration() instanceof BaseOutputLayer output
                        && output.getLossFn() instanceof LossMCXENT);
        this.measure = spec.training().measureOf(examples.targets());
        this.recorder =
                new TrialRecorder(spec, measure, Guessing.score(examples, measure, this.network), examples.batches());
    }

    TrialResult run(Progress progress) {
        recorder.probed(probe());
        boolean goesOn = true;
        for (int epoch = 0; goesOn && recorder.done() < recorder.planned(); epoch++) {
            goesOn = examples.train(spec.seed(), epoch, batch -> iteration(batch, progress));
            if (goesOn) {
                step.epochEnded();
            }
        }
        recorder.endTraining();
        recorder.probed(probe());
        if (recorder.lossThatIsNotFinite().isPresent()) {
            return recorder.diverged();
        }
        OptionalDouble score = score(examples::test);
        if (score.isEmpty()) {
            return recorder.divergedAtTheEnd();
        }
        return recorder.done() < recorder.planned()
                ? recorder.stuck(score.getAsDouble(), whyStuck)
                : recorder.completed(score.getAsDouble());
    }

    /** Returns whether training goes on. */
    private boolean iteration(MultiDataSet batch, Progress progress) {
        recorder.startIteration();
        double loss = step.run(batch);
        if (!Double.isFinite(loss)) {
            recorder.endsWith(loss);
            return false;
        }
        recorder.endIteration(loss);
        progress.iterationDone(recorder.done(), recorder.planned(), loss);
        if (isTimeToLook()) {
            look();
        }
        return recorder.done() < recorder.planned() && !isStuck();
    }

    private boolean isStuck() {
        int period = spec.training().stuckAfter();
        return period > 0
                && classifies
                && examples.targets()
                        .areToldOnce() // of steps, some are easy: a loss below that of guessing says nothing
                && recorder.done() % period == 0
                && recorder.smoothedLoss()
                        >= LEARNS_NOTHING * examples.targets().lossOfGuessing()
                && recorder.smoothedLoss() >= FALLS * recorder.smoothedLossBefore(period / 2)
                && explained(probe());
    }

    /** Whether the signal is the reason; remembers what is wrong with it. */
    private boolean explained(SignalReport report) {
        // The graver problems stand first in a report.
        Optional<String> problem = report.problems().stream().findFirst().map(Problem::sentence);
        whyStuck = problem.or(() -> change("signal", report.forward()))
                .or(() -> change("gradient", report.backward()))
                .orElse(null);
        return whyStuck != null;
    }

    private static Optional<String> change(String what, Trend trend) {
        double orders = trend.ordersOfMagnitude();
        return Math.abs(orders) < ORDERS_THAT_EXPLAIN
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "the %s changes by %+.1f orders of magnitude through the layers", what, orders));
    }

    private SignalReport probe() {
        return examples.first(spec.seed(), batch -> SignalProbe.probe(network.network(), batch));
    }

    /** The end is no time to look: the network is tested then. */
    private boolean isTimeToLook() {
        int planned = recorder.planned();
        return planned >= FEWEST_ITERATIONS
                && recorder.done() < planned
                && recorder.done() % ((planned + LOOKS - 1) / LOOKS) == 0;
    }

    private void look() {
        long start = System.nanoTime();
        OptionalDouble score = score(examples::sample);
        score.ifPresent(value -> recorder.looked(value, System.nanoTime() - start));
    }

    private OptionalDouble score(Consumer<Consumer<MultiDataSet>> tested) {
        if (measure == Measure.LOSS) {
            return loss(tested);
        }
        OutputScores scores = OutputScores.of(measure, examples);
        tested.accept(batch -> {
            INDArray[] outputs = network.outputs(batch);
            for (int i = 0; i < outputs.length; i++) {
                scores.outputs().get(i).add(outputs[i], batch.getLabels(i), batch.getLabelsMaskArray(i));
                outputs[i].close();
            }
        });
        return scores.mean();
    }

    /** The mean loss, without what regularisation adds; empty if there are no examples, or it is not finite. */
    private OptionalDouble loss(Consumer<Consumer<MultiDataSet>> tested) {
        double[] sum = new double[1];
        long[] count = new long[1];
        tested.accept(batch -> {
            long examplesOfBatch = batch.getFeatures(0).size(0);
            sum[0] += examplesOfBatch * network.testLoss(batch);
            count[0] += examplesOfBatch;
        });
        double mean = sum[0] / count[0];
        return Double.isFinite(mean) ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }
}
