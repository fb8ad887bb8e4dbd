// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class OwnNetworkTest {

    /** The initialiser of the dense layer below, which no other layer has and which is no default. */
    private static final VarianceScalingInit KNOBS =
            new VarianceScalingInit(0.8, 3, FanMode.FAN_AVG, WeightDistribution.UNIFORM);

    @TempDir
    Path folder;

    @Test
    void everyWeightedLayerGetsTheScheme() throws Exception {
        MultiLayerNetwork network = built(convolution(), trial("xavier(gain=1.5)", 1, null));
        for (int layer : new int[] {0, 3, 4}) {
            assertThat(init(network.getLayerWiseConfigurations(), layer)).isEqualTo(new XavierInit(1.5));
        }
        // 200 · 144 weights of variance 2.25 / 144, known to half a percent.
        assertThat(network.getParam("3_W").stdNumber().doubleValue()).isCloseTo(1.5 / Math.sqrt(72), within(0.005));
        assertThat(network.getParam("1_gamma").meanNumber().doubleValue()).isEqualTo(1);
    }

    /** Fan mode, distribution and numerator stay, and who has no gain stays what it is. */
    @Test
    void ownSetsTheGainOfThoseThatHaveOne() throws Exception {
        MultiLayerConfiguration network = configured(own(), trial("own(gain=1.3)", 1, null));
        assertThat(init(network, 0)).isEqualTo(new DeltaOrthogonalInit(1.3));
        assertThat(init(network, 3))
                .isEqualTo(new VarianceScalingInit(1.3, 3, FanMode.FAN_AVG, WeightDistribution.UNIFORM));
        assertThat(init(network, 4)).isEqualTo(new OrthogonalInit(1.3));
        assertThat(init(network, 5)).isEqualTo(new WeightInitXavier());
    }

    @Test
    void ownSetsTheNumeratorOfThoseThatHaveOne() throws Exception {
        MultiLayerConfiguration network = configured(own(), trial("own(numerator=1.3)", 1, null));
        assertThat(init(network, 0)).isEqualTo(new DeltaOrthogonalInit(0.9));
        assertThat(init(network, 3))
                .isEqualTo(new VarianceScalingInit(0.8, 1.3, FanMode.FAN_AVG, WeightDistribution.UNIFORM));
        assertThat(init(network, 4)).isEqualTo(new OrthogonalInit(0.9));
        assertThat(init(network, 5)).isEqualTo(new WeightInitXavier());
    }

    @Test
    void ownWithoutKnobsLeavesEverything() throws Exception {
        MultiLayerConfiguration before = own();
        MultiLayerConfiguration network = configured(own(), trial("own", 1, null));
        for (int layer = 0; layer < before.getConfs().size(); layer++) {
            assertThat(init(network, layer)).isEqualTo(init(before, layer));
        }
    }

    @Test
    void ownKnowsNoOtherKnobs() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured(own(), trial("own(fanMode=1)", 1, null)))
                .withMessage("knob of own must be one of gain, numerator, received fanMode");
    }

    @Test
    void theConfigurationThatWasGivenStaysAsItIs() throws Exception {
        for (String scheme : List.of("xavier(gain=1.5)", "own(gain=1.3)")) {
            MultiLayerConfiguration mine = convolution();
            String before = mine.toJson();
            OwnNetwork network = new OwnNetwork(mine);
            network.network(trial(scheme, 9, 0.7), examples()).close();
            assertThat(mine.toJson()).isEqualTo(before);
            assertThat(init(mine, 0)).isEqualTo(new HeInit());
            assertThat(network.configuration().toJson()).isEqualTo(before);
            network.configuration().setSeed(77);
            assertThat(network.configuration().toJson())
                    .as("a copy is given away")
                    .isEqualTo(before);
        }
    }

    @Test
    void theLearningRateReachesEveryUpdater() throws Exception {
        MultiLayerNetwork network = built(convolution(), trial("own", 1, 0.7));
        assertThat(network.getLearningRate(0)).isEqualTo(0.7);
        assertThat(network.getLearningRate(4)).isEqualTo(0.7);
        network = built(convolution(), trial("own", 1, null));
        assertThat(network.getLearningRate(0)).isEqualTo(0.01);
        assertThat(network.getLearningRate(4)).isEqualTo(0.02);
    }

    /** The trial after it has the network's own again. */
    @Test
    void theLearningRateIsOfOneTrial() throws Exception {
        OwnNetwork network = new OwnNetwork(convolution());
        MultiLayerNetwork first = (MultiLayerNetwork) network.network(trial("own", 1, 0.7), examples());
        MultiLayerNetwork second = (MultiLayerNetwork) network.network(trial("own", 1, null), examples());
        assertThat(second.getLearningRate(0)).isEqualTo(0.01);
        assertThat(first.getLearningRate(0)).isEqualTo(0.7);
    }

    @Test
    void theLearningRateIsTrainedWith() throws Exception {
        MultiLayerConfiguration one = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.5))
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(36)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .weightInit(new HeInit())
                        .build())
                .build();
        MultiLayerNetwork slow = built(one, trial("own", 1, 0.001));
        MultiLayerNetwork fast = built(one, trial("own", 1, 0.01));
        double[] steps = new double[2];
        int i = 0;
        for (MultiLayerNetwork network : List.of(slow, fast)) {
            INDArray before = network.params().dup();
            assertThat(OwnNetwork.step(network).run(batch().toMultiDataSet())).isPositive();
            steps[i] = network.params().distance2(before);
            i++;
        }
        assertThat(steps[1] / steps[0]).isCloseTo(10, within(0.01));
    }

    @Test
    void theSeedDecidesTheWeights() throws Exception {
        for (String scheme : List.of("xavier", "own(gain=1.3)", "network", "lsuv")) {
            MultiLayerNetwork one = built(convolution(), trial(scheme, 5, null));
            MultiLayerNetwork same = built(convolution(), trial(scheme, 5, null));
            MultiLayerNetwork other = built(convolution(), trial(scheme, 6, null));
            assertThat(one.params().toFloatVector())
                    .as(scheme)
                    .isEqualTo(same.params().toFloatVector());
            assertThat(one.params().equalsWithEps(other.params(), 1e-3))
                    .as(scheme)
                    .isFalse();
        }
    }

    /** The layers' own initialisers are then of no account; the first is not fed by rectified units. */
    @Test
    void schemesOfTheWholeNetworkAreApplied() throws Exception {
        MultiLayerConfiguration tiny = dense(new HeInit(0.001));
        MultiLayerNetwork network = built(tiny, trial("network", 1, null));
        assertThat(network.getParam("0_W").stdNumber().doubleValue()).isCloseTo(1.0 / 6, within(0.01));
        network = built(tiny, trial("own", 1, null));
        assertThat(network.getParam("0_W").stdNumber().doubleValue()).isLessThan(0.001);
    }

    @Test
    void aFileIsReadAsItWasWhenTrialsWerePlanned() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.json"), dense(new HeInit()).toJson());
        OwnNetworkSpec spec = OwnNetwork.spec(file, List.of());
        assertThat(spec.configuration()).isEqualTo(file.toAbsolutePath().toString());
        assertThat(spec.sha256()).matches("[0-9a-f]{64}");
        assertThat(init(OwnNetwork.read(spec).configuration().layers().get(0))).isEqualTo(new HeInit());
        assertThat(spec.withLearningRate(0.5).fileName()).isEqualTo(spec.fileName() + "-lr0.5");

        Files.writeString(file, dense(new HeInit(2)).toJson());
        assertThatIOException()
                .isThrownBy(() -> OwnNetwork.read(spec))
                .withMessage(file + " has changed since these trials were planned");
        OwnNetworkSpec changed = OwnNetwork.spec(file, List.of());
        assertThat(changed.fileName()).isNotEqualTo(spec.fileName());
        assertThat(init(OwnNetwork.read(changed).configuration().layers().get(0)))
                .isEqualTo(new HeInit(2));
    }

    @Test
    void yamlIsReadToo() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.yaml"), dense(new HeInit(2)).toYaml());
        OwnNetworkSpec spec = OwnNetwork.spec(file, List.of());
        assertThat(init(OwnNetwork.read(spec).configuration().layers().get(0))).isEqualTo(new HeInit(2));
    }

    @Test
    void aFileThatIsMissing() {
        Path missing = folder.resolve("missing.json");
        assertThatIOException()
                .isThrownBy(() -> OwnNetwork.spec(missing, List.of()))
                .withMessage(missing + " is no file: expected the configuration of a network");
    }

    private static MultiLayerNetwork built(MultiLayerConfiguration configuration, TrialSpec trial) throws Exception {
        return (MultiLayerNetwork) new OwnNetwork(configuration).network(trial, examples());
    }

    private static MultiLayerConfiguration configured(MultiLayerConfiguration configuration, TrialSpec trial)
            throws Exception {
        MultiLayerNetwork network = built(configuration, trial);
        return network.getLayerWiseConfigurations();
    }

    private static IWeightInit init(MultiLayerConfiguration network, int layer) {
        return init(network.getConf(layer).getLayer());
    }

    private static IWeightInit init(Layer layer) {
        return layer instanceof BaseLayer weighted ? weighted.getWeightInitFn() : null;
    }

    static TrialSpec trial(String scheme, long seed, Double learningRate) {
        OwnNetworkSpec network = OwnNetworkSpec.inMemory("mine");
        return new TrialSpec(
                Scheme.parse(scheme),
                seed,
                new TrainingSpec(
                        learningRate == null ? network : network.withLearningRate(learningRate), 1, 1, 0, null));
    }

    static MultiLayerConfiguration dense(IWeightInit init) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .weightInit(init)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(36)
                        .nOut(40)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(40)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    static MultiLayerConfiguration convolution() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .weightInit(new HeInit())
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(18)
                        .activation(Activation.RELU)
                        .build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(200)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .updater(new Adam(0.02))
                        .build())
                .setInputType(InputType.convolutionalFlat(6, 6, 1))
                .build();
    }

    /** Each layer with another kind of initialiser. */
    static MultiLayerConfiguration own() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(18)
                        .weightInit(new DeltaOrthogonalInit(0.9))
                        .build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().nOut(20).weightInit(KNOBS).build())
                .layer(new DenseLayer.Builder()
                        .nOut(20)
                        .weightInit(new OrthogonalInit(0.9))
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .weightInit(new WeightInitXavier())
                        .build())
                .setInputType(InputType.convolutionalFlat(6, 6, 1))
                .build();
    }

    static Examples examples() {
        ListDataSetIterator<DataSet> batches = new ListDataSetIterator<>(List.of(batch()), 12);
        return new IteratorExamples(
                seed -> new MultiDataSetIteratorAdapter(batches), new MultiDataSetIteratorAdapter(batches));
    }

    static DataSet batch() {
        Nd4j.getRandom().setSeed(3);
        INDArray labels = Nd4j.zeros(12, 3);
        for (int i = 0; i < 12; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new DataSet(Nd4j.randn(12, 36), labels);
    }
}
