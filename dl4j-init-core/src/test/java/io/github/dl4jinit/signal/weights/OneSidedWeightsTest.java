// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Weights of one sign are named where they keep plain gradient descent from telling examples apart. */
class OneSidedWeightsTest {

    private static final int INPUTS = 50;
    private static final int CLASSES = 4;
    private static final int EXAMPLES = 256;
    private static final int STEPS = 300;

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, 1, false",
        "SIGMOID, 0.05, false",
        "SIGMOID, 0.05, true",
        "RELU, 0.05, true",
        "SOFTPLUS, 0.05, false",
    })
    void theyAreNamed(Activation function, double largest, boolean positive) {
        MultiLayerNetwork oneSided = network(function, uniform(largest), new Sgd(0.1));
        SignalReport report = SignalProbe.probe(oneSided, batch(positive));
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.COLLAPSED);
            assertThat(problem.layer()).isEqualTo("layer1");
            assertThat(problem.sentence()).contains("its weights lie around 0.").contains("instead of 0");
        });
        assertThat(report.recommendation())
                .contains(advised(function).getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID, false", "RELU, true"})
    void theInitialiserThatIsAdvisedTrains(Activation function, boolean positive) {
        DataSet batch = batch(positive);
        double guessing = Math.log(CLASSES);
        assertThat(trained(network(function, uniform(0.05), new Sgd(0.1)), batch))
                .isGreaterThan(0.95 * guessing);
        assertThat(trained(network(function, advised(function), new Sgd(0.1)), batch))
                .isLessThan(0.8 * guessing);
    }

    private static IWeightInit advised(Activation function) {
        return function == Activation.SIGMOID
                ? CriticalInit.of(Activation.SIGMOID.getActivationFunction(), 0)
                : new HeInit();
    }

    @ParameterizedTest
    @CsvSource({"TANH, false", "RELU, false"})
    void whereTheyDoNoHarmNothingIsSaid(Activation function, boolean positive) {
        DataSet batch = batch(positive);
        MultiLayerNetwork network = network(function, uniform(0.05), new Sgd(0.1));
        assertThat(SignalProbe.probe(network, batch).problems()).isEmpty();
        assertThat(trained(network, batch)).isLessThan(0.4 * Math.log(CLASSES));
    }

    @ParameterizedTest
    @CsvSource({"SIGMOID, false", "RELU, true"})
    void adamTellsExamplesApartAllTheSame(Activation function, boolean positive) {
        DataSet batch = batch(positive);
        MultiLayerNetwork network = network(function, uniform(0.05), new Adam(1e-3));
        assertThat(SignalProbe.probe(network, batch).problems()).isEmpty();
        assertThat(trained(network, batch)).isLessThan(0.4 * Math.log(CLASSES));
    }

    /** Deep sigmoids make examples alike whatever the weights: these are not to blame. */
    @Test
    void weightsOfMeanZeroAreNotNamed() {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new XavierInit())
                .activation(Activation.SIGMOID)
                .updater(new Sgd(0.1))
                .list();
        for (int layer = 0; layer < 5; layer++) {
            layers.layer(new DenseLayer.Builder().nIn(INPUTS).nOut(INPUTS).build());
        }
        layers.layer(Nets.softmax(INPUTS, CLASSES));
        SignalReport report = SignalProbe.probe(Nets.initialised(layers.build()), batch(true));
        assertThat(report.layer("layer4").meanCosine().getAsDouble()).isGreaterThan(0.9999);
        assertThat(report.problems(Problem.Kind.COLLAPSED)).isEmpty();
    }

    private static IWeightInit uniform(double largest) {
        Distribution distribution = new UniformDistribution(0, largest);
        return new WeightInitDistribution(distribution);
    }

    private static double trained(MultiLayerNetwork network, DataSet batch) {
        for (int step = 0; step < STEPS; step++) {
            network.fit(batch);
        }
        return network.score(batch);
    }

    private static MultiLayerNetwork network(Activation function, IWeightInit init, IUpdater updater) {
        return Nets.initialised(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(init)
                .activation(function)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(100).build())
                .layer(new DenseLayer.Builder().nIn(100).nOut(100).build())
                .layer(new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    }

    /** Inputs from N(0, 1), or U(0, 1) as pixels are; the class is the largest of four random projections. */
    private static DataSet batch(boolean positive) {
        Nd4j.getRandom().setSeed(3);
        INDArray inputs = positive ? Nd4j.rand(EXAMPLES, INPUTS) : Nd4j.randn(EXAMPLES, INPUTS);
        INDArray scores = (positive ? inputs.sub(0.5) : inputs).mmul(Nd4j.randn(INPUTS, CLASSES));
        INDArray classes = scores.argMax(1);
        INDArray labels = Nd4j.zeros(EXAMPLES, CLASSES);
        for (int example = 0; example < EXAMPLES; example++) {
            labels.putScalar(example, classes.getInt(example), 1);
        }
        return new DataSet(inputs, labels);
    }
}
