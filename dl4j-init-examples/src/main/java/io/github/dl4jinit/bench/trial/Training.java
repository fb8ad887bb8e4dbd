// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** One run of a trial: a network that is initialised, trained and tested. */
final class Training {

    /**
     * A loss that is not less than this share of what guessing costs, and of what it was half a period before, has not
     * moved: the classes' frequencies alone, which the last layer's biases learn whatever comes out of the layers
     * before, save less than 0.1 % on MNIST.
     */
    private static final double LEARNS_NOTHING = 0.99;

    private final TrialSpec spec;
    private final Examples examples;
    private final Model network;
    private final Step step;
    private final TrialRecorder recorder;

    /** Whether the loss is cross-entropy, of which guessing costs the logarithm of the number of classes. */
    private final boolean classifies;

    /** Trains on one batch and returns its loss before the update. */
    interface Step {
        double run(DataSet batch);

        /** Told after each whole pass over the examples. */
        default void epochEnded() {}
    }

    Training(TrialSpec spec, Examples examples, Model network, Step step) {
        this.spec = spec;
        this.examples = examples;
        this.network = network;
        this.step = step;
        this.classifies = !(network instanceof MultiLayerNetwork list)
                || list.getLayerWiseConfigurations()
                                        .getConf(list.getnLayers() - 1)
                                        .getLayer()
                                instanceof BaseOutputLayer output
                        && output.getLossFn() instanceof LossMCXENT;
        this.recorder = new TrialRecorder(spec, examples.batches(), examples.chance());
    }

    TrialResult run(Trainer.Progress progress) {
        recorder.probed(probe());
        boolean goesOn = true;
        for (int epoch = 0; goesOn && recorder.done() < recorder.planned(); epoch++) {
            goesOn = examples.train(spec.seed(), epoch, batch -> iteration(batch, progress));
            if (goesOn) {
                step.epochEnded();
            }
        }
        recorder.endTraining();
        SignalReport atTheEnd = probe();
        recorder.probed(atTheEnd);
        if (recorder.lossThatIsNotFinite().isPresent()) {
            return recorder.diverged();
        }
        OptionalDouble accuracy = accuracy();
        if (accuracy.isEmpty()) {
            return recorder.divergedAtTheEnd();
        }
        return recorder.done() < recorder.planned()
                ? recorder.stuck(accuracy.getAsDouble(), reason(atTheEnd))
                : recorder.completed(accuracy.getAsDouble());
    }

    /** Returns whether training goes on. */
    private boolean iteration(DataSet batch, Trainer.Progress progress) {
        recorder.startIteration();
        double loss = step.run(batch);
        if (!Double.isFinite(loss)) {
            recorder.endsWith(loss);
            return false;
        }
        recorder.endIteration(loss);
        progress.iterationDone(recorder.done(), recorder.planned(), loss);
        return recorder.done() < recorder.planned() && !isStuck();
    }

    private boolean isStuck() {
        int period = spec.training().stuckAfter();
        return period > 0
                && classifies
                && recorder.done() % period == 0
                && recorder.smoothedLoss() >= LEARNS_NOTHING * Math.log(examples.classes())
                && recorder.smoothedLoss() >= LEARNS_NOTHING * recorder.smoothedLossBefore(period / 2)
                && !probe().healthy();
    }

    /** The graver problems stand first in a report. */
    private static String reason(SignalReport report) {
        Optional<String> problem = report.problems().stream().findFirst().map(Problem::sentence);
        return problem.orElseThrow(() -> new IllegalStateException("only an unhealthy network is ended early"));
    }

    private SignalReport probe() {
        return examples.first(spec.seed(), batch -> SignalProbe.probe(network, batch));
    }

    /** The share of test examples classified rightly; empty if an output is not finite, which no loss has shown yet. */
    private OptionalDouble accuracy() {
        Trainable trained = Trainable.of(network);
        int[] right = new int[1];
        int[] all = new int[1];
        boolean[] finite = {true};
        examples.test(batch -> {
            try (INDArray output = trained.output(batch.getFeatures());
                    INDArray predicted = output.argMax(1);
                    INDArray expected = batch.getLabels().argMax(1)) {
                finite[0] &= Double.isFinite(output.sumNumber().doubleValue());
                for (int i = 0; i < predicted.length(); i++) {
                    right[0] += predicted.getInt(i) == expected.getInt(i) ? 1 : 0;
                }
                all[0] += (int) predicted.length();
            }
        });
        return finite[0] ? OptionalDouble.of((double) right[0] / all[0]) : OptionalDouble.empty();
    }
}
