// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.SavedDataset;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A graph of two inputs and two outputs: what it is judged by, against DL4J's own evaluation of each output. */
class SeveralOutputsTest {

    private static final int EXAMPLES = 200;

    @TempDir
    Path folder;

    /** The classes of the second output are rarer than those of the first, and harder. */
    private static MultiDataSet data() {
        Random random = new Random(1);
        INDArray first = Nd4j.zeros(EXAMPLES, 3);
        INDArray second = Nd4j.zeros(EXAMPLES, 2);
        INDArray pair = Nd4j.zeros(EXAMPLES, 2);
        INDArray triple = Nd4j.zeros(EXAMPLES, 3);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < 5; j++) {
                (j < 3 ? first : second).putScalar(i, j % 3, random.nextGaussian());
            }
            pair.putScalar(i, first.getDouble(i, 0) > 0.3 ? 1 : 0, 1);
            double product = first.getDouble(i, 1) * second.getDouble(i, 1);
            triple.putScalar(i, product > 0.5 ? 2 : product < -0.7 ? 1 : 0, 1);
        }
        return new MultiDataSet(new INDArray[] {first, second}, new INDArray[] {pair, triple});
    }

    private static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.3))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("first", "second")
                .addLayer("dense", new DenseLayer.Builder().nOut(12).build(), "first", "second")
                .addLayer("pair", output(2), "dense")
                .addLayer("triple", output(3), "dense")
                .setOutputs("pair", "triple")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(2))
                .build();
    }

    private static OutputLayer output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private TrialResult fromFile(Measure measure) throws IOException {
        Path configuration = Files.writeString(folder.resolve("graph.json"), graph().toJson());
        Path file = folder.resolve("data.bin");
        data().save(file.toFile());
        TrainingSpec training = new TrainingSpec(
                OwnNetwork.spec(configuration, List.of()),
                50,
                4,
                0,
                new SavedSource(file.toString(), file.toString(), 0.2, 1));
        TrialSpec spec = new TrialSpec(Scheme.parse("he"), 1, training.withMeasure(measure));
        return new Trainer().run(spec, (done, planned, loss) -> {});
    }

    /** The same training by DL4J alone. */
    private ComputationGraph trained() throws IOException {
        OwnNetwork own = new OwnNetwork(graph());
        ComputationGraph network = (ComputationGraph) own.drawn(Scheme.parse("he"), 1, null);
        String file = folder.resolve("data.bin").toString();
        SavedDataset data = new SavedSource(file, file, 0.2, 1).load(0);
        for (int epoch = 0; epoch < 4; epoch++) {
            int[] order = data.trainOrder(1, epoch);
            for (int from = 0; from < EXAMPLES; from += 50) {
                network.fit(data.trainData(order, from, from + 50));
            }
        }
        return network;
    }

    @Test
    void isJudgedByTheMeanOverTheOutputs() throws IOException {
        TrialResult result = fromFile(null);
        assertThat(result.measure()).isEqualTo(Measure.ACCURACY);
        ComputationGraph network = trained();
        MultiDataSet data = data();
        INDArray[] outputs = network.output(data.getFeatures());
        double mean = 0;
        double commonest = 0;
        for (int i = 0; i < 2; i++) {
            Evaluation evaluation = new Evaluation();
            evaluation.eval(data.getLabels(i), outputs[i]);
            mean += evaluation.accuracy() / 2;
            commonest += data.getLabels(i).sum(0).maxNumber().doubleValue() / EXAMPLES / 2;
        }
        assertThat(result.testScore()).isCloseTo(mean, within(1e-12));
        assertThat(result.chance()).isCloseTo(commonest, within(1e-6));

        TrialResult loss = fromFile(Measure.LOSS);
        assertThat(loss.testScore()).isCloseTo(network.score(data), within(1e-5));
        double entropies = 0;
        for (INDArray labels : data.getLabels()) {
            for (double share : labels.mean(0).toDoubleVector()) {
                entropies -= share * Math.log(share);
            }
        }
        assertThat(loss.chance()).isCloseTo(entropies, within(1e-5));
    }

    /** The same examples in the same order give the same losses. */
    @Test
    void iteratorsOfAProgram() throws IOException {
        MultiDataSet data = data();
        OwnNetworkRunner runner = new OwnNetworkRunner(graph(), batches(data), batches(data), batches(data));
        TrialSpec spec = new TrialSpec(Scheme.parse("he"), 1, runner.training("two outputs", 2));
        TrialResult[] result = new TrialResult[1];
        runner.run(List.of(spec), ended -> result[0] = ended);
        ComputationGraph network = (ComputationGraph) new OwnNetwork(graph()).drawn(Scheme.parse("he"), 1, null);
        double[] losses = new double[2];
        for (int epoch = 0; epoch < 2; epoch++) {
            network.fit(data);
            losses[epoch] = network.score();
        }
        assertThat(result[0].history()).containsExactly(losses[0], losses[1]);
        assertThat(result[0].measure()).isEqualTo(Measure.ACCURACY);
        assertThat(runner.validationExamples()).isEqualTo(EXAMPLES);
        assertThatIllegalArgumentException()
                .isThrownBy(new OwnNetworkRunner(graph(), seed -> batches(data), batches(data))::validationExamples)
                .withMessage("the runner must be one with validation examples for a search, received one without");
    }

    private static MultiDataSetIterator batches(MultiDataSet data) {
        return new SingletonMultiDataSetIterator(data);
    }

    @Test
    void partsThatDoNotFitAreNamed() {
        OwnNetwork network = new OwnNetwork(graph());
        Targets two = Targets.of(Target.classes(2), Target.classes(3));
        network.checkFits(new ExampleForm(List.of(List.of(3), List.of(2)), two));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(new ExampleForm(List.of(List.of(3)), two)))
                .withMessageContaining("classifies 3 inputs into 2 classes and 3 classes")
                .withMessageContaining("inputs must be as many as examples have, 1, received 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(
                        new ExampleForm(List.of(List.of(3), List.of(2)), Targets.of(Target.classes(2)))))
                .withMessageContaining("outputs must be as many as examples have, 1, received 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(new ExampleForm(List.of(List.of(2), List.of(4)), two)))
                .withMessageContaining("classifies 2 inputs and 4 inputs into");
    }
}
