// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Inputs that are raw, empty or not numbers, in networks whose weights are not to blame; each with a control. */
class InputFaultsTest {

    private static final int EXAMPLES = 64;

    /** Ten classes that a line through the inputs' sum tells apart, whatever their scale. */
    private static DataSet data(double std, double mean, long... perExample) {
        long[] shape = new long[perExample.length + 1];
        shape[0] = EXAMPLES;
        System.arraycopy(perExample, 0, shape, 1, perExample.length);
        DataSet data = Nets.batch(3, 10, shape);
        data.setFeatures(data.getFeatures().mul(std).addi(mean));
        return data;
    }

    private static MultiLayerNetwork dense(Activation activation) {
        return Nets.mlp(activation == Activation.RELU ? new HeInit() : new XavierInit(), activation, 20, 2);
    }

    private static SignalReport probe(DataSet data) {
        return SignalProbe.probe(dense(Activation.RELU), data);
    }

    /** One cause, one problem: it is at the input, and says so. */
    private static void assertInput(SignalReport report, String... says) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.INPUTS);
        Problem problem = report.problems().get(0);
        assertThat(problem.layer()).isEqualTo("input");
        for (String words : says) {
            assertThat(problem.sentence()).contains(words);
        }
        assertThat(report.recommendation())
                .doesNotContain("Initialise")
                .contains(problem.advice().get());
    }

    @Test
    void numbersOfUsualSizeAreFine() {
        for (double[] scale : new double[][] {{1, 0}, {0.29, 0.5}, {5, 0}, {1.5, 6}, {0.1, 0}}) {
            for (Activation activation : new Activation[] {Activation.TANH, Activation.RELU}) {
                assertThat(SignalProbe.probe(dense(activation), data(scale[0], scale[1], 20))
                                .problems(Problem.Kind.INPUTS))
                        .as("std %s, mean %s", scale[0], scale[1])
                        .isEmpty();
            }
        }
    }

    @Test
    void numbersThatAreNotStandardised() {
        String normaliser = "normalizer.fit(train); train.setPreProcessor(normalizer);";
        for (double[] scale : new double[][] {{74, 127}, {1, 1000}, {1000, 0}, {0.001, 0}, {0.1, 2}}) {
            for (Activation activation : new Activation[] {Activation.TANH, Activation.RELU}) {
                SignalReport report = SignalProbe.probe(dense(activation), data(scale[0], scale[1], 20));
                assertInput(report);
                assertThat(report.recommendation())
                        .contains("NormalizerStandardize normalizer = new NormalizerStandardize()", normaliser);
            }
        }
    }

    @Test
    void columnsOfVeryDifferentScale() {
        DataSet data = data(1, 0, 20);
        data.getFeatures().getColumn(4).muli(20_000).addi(50_000);
        assertInput(probe(data), "column 4 has a mean of", "where most columns are about");
        data = data(1, 0, 20);
        data.getFeatures().getColumn(4).muli(0.001);
        assertInput(probe(data), "the columns are of very different scale: column 4");
        // Pixels that are hardly ever lit are no such columns.
        data = data(1, 0, 20);
        data.getFeatures().getColumn(4).assign(0);
        data.getFeatures().putScalar(9, 4, 0.004);
        assertThat(probe(data).problems()).isEmpty();
    }

    @Test
    void timeStampsAndMarksForMissingValues() {
        DataSet data = data(1, 0, 20);
        data.getFeatures().getColumn(2).muli(1e6).addi(1.6e9);
        assertInput(probe(data), "column 2 looks like time stamps");
        data.getFeatures().getColumn(2).muli(1000);
        assertInput(probe(data), "column 2 looks like time stamps");
        data = data(1, 0, 20);
        data.getFeatures().putScalar(7, 3, -999);
        assertInput(probe(data), "column 3 holds -999, which looks like a mark for missing values");
        // A number of nines that goes on from the others is none.
        data = data(1, 0, 20);
        data.getFeatures().getColumn(3).assign(Nd4j.linspace(999, 936, 64, DataType.FLOAT));
        assertInput(probe(data), "column 3 has a mean of 968");
    }

    @Test
    void pixels() {
        DataSet data = data(1, 0, 20);
        data.setFeatures(Nd4j.rand(DataType.FLOAT, EXAMPLES, 20).mul(255.99));
        data.setFeatures(data.getFeatures().castTo(DataType.INT32).castTo(DataType.FLOAT));
        SignalReport report = probe(data);
        assertInput(report, "pixels from 0 to 255");
        assertThat(report.recommendation()).contains("train.setPreProcessor(new ImagePreProcessingScaler(0, 1));");
        data.getFeatures().divi(255);
        assertThat(probe(data).problems()).isEmpty();
        data.setFeatures(data.getFeatures().gt(0.8).castTo(DataType.FLOAT));
        assertThat(probe(data).problems()).isEmpty();
    }

    @Test
    void notANumberIsNamedWithItsColumnAndExample() {
        DataSet data = data(1, 0, 20);
        data.getFeatures().putScalar(5, 7, Double.NaN).putScalar(9, 0, Double.POSITIVE_INFINITY);
        SignalReport report = probe(data);
        assertInput(report, "column 7 is NaN in example 5 (and 1 more values are NaN or infinite)");
        assertThat(report.summary()).startsWith("Fault in input: column 7 is NaN in example 5");
        assertThat(report.recommendation())
                .contains("BooleanIndexing.replaceWhere(batch.getFeatures(), 0, Conditions.isNan());");
        // Weights that are not numbers are news beside it.
        MultiLayerNetwork trained = dense(Activation.RELU);
        trained.getLayer(1).getParam("W").putScalar(0, Float.NaN);
        assertThat(SignalProbe.probe(trained, data).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.NOT_FINITE, Problem.Kind.INPUTS);
    }

    /** Values that are no numbers behind the first layer come from inputs of such a size, not from its weights. */
    @Test
    void numbersThatTheFirstLayerCannotHold() {
        assertInput(probe(data(1e38, 0, 20)), "the values are not standardised");
    }

    @Test
    void nothingInTheInputs() {
        assertInput(probe(data(0, 0, 20)), "all values are zero");
        assertInput(probe(data(0, 1, 20)), "all examples of the batch are the same");
        DataSet data = data(1, 0, 20);
        data.getFeatures().getColumn(0).assign(0);
        data.getFeatures().getColumn(1).assign(1); // a bias
        assertThat(probe(data).problems()).isEmpty();
    }

    @Test
    void oneExampleBehindABatchNormalisation() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).build())
                .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                .layer(Nets.softmax(20, 10))
                .build());
        assertInput(SignalProbe.probe(network, Nets.batch(3, 10, 1, 20)), "the batch is one example", "layer1");
        assertThat(SignalProbe.probe(network, Nets.batch(3, 10, 16, 20)).problems())
                .isEmpty();
        assertThat(SignalProbe.probe(dense(Activation.RELU), Nets.batch(3, 10, 1, 20))
                        .problems())
                .isEmpty();
    }

    @Test
    void whatTheNetworkNormalisesItself() {
        for (Activation before : new Activation[] {Activation.IDENTITY, Activation.RELU, Activation.TANH}) {
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), before)
                    .list()
                    .layer(new DenseLayer.Builder().nIn(20).nOut(20).build())
                    .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                    .layer(Nets.softmax(20, 10))
                    .build());
            SignalReport report = SignalProbe.probe(network, data(74, 127, 20));
            if (before == Activation.TANH) { // too late
                assertInput(report);
            } else {
                assertThat(report.problems()).isEmpty();
            }
        }
    }

    /** Pretrained layers know the numbers that they were trained on, such as pixels without their mean. */
    @Test
    void whatFrozenLayersWereTrainedOn() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new FrozenLayer(new DenseLayer.Builder().nIn(20).nOut(20).build()))
                .layer(Nets.softmax(20, 10))
                .build());
        assertThat(SignalProbe.probe(network, data(70, 0, 20)).problems(Problem.Kind.INPUTS))
                .isEmpty();
    }

    /** Once a network has learnt in spite of raw inputs, they are no problem any more. */
    @Test
    void whatANetworkHasLearntFrom() {
        MultiLayerNetwork network = dense(Activation.RELU);
        DataSet data = data(200, 0, 20);
        assertInput(SignalProbe.probe(network, data));
        network.setIterationCount(1);
        assertInput(SignalProbe.probe(network, data));
        for (int i = 0; i < 200; i++) {
            network.fit(data);
        }
        assertThat(SignalProbe.probe(network, data).problems(Problem.Kind.INPUTS))
                .isEmpty();
    }

    /** A few examples may be alike by chance. */
    @Test
    void aBatchOfTwo() {
        DataSet data = Nets.batch(3, 10, 2, 20);
        data.setFeatures(data.getFeatures().mul(0.001).addi(1));
        assertThat(probe(data).problems(Problem.Kind.INPUTS)).isEmpty();
    }

    @Test
    void indicesOfAnEmbeddingHaveNoScale() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(1000).nOut(20).build())
                .layer(Nets.softmax(20, 10))
                .build());
        DataSet data = data(0, 0, 1);
        data.setFeatures(Nd4j.linspace(0, 630, EXAMPLES, DataType.FLOAT).reshape(EXAMPLES, 1));
        assertThat(SignalProbe.probe(network, data).problems()).isEmpty();
    }

    @Test
    void channelsOfImagesInEitherOrder() {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            boolean last = format == CNN2DFormat.NHWC;
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(8).build())
                    .layer(Nets.softmax(0, 10))
                    .setInputType(InputType.convolutional(5, 4, 3, format))
                    .build());
            DataSet data = last ? data(1, 0, 5, 4, 3) : data(1, 0, 3, 5, 4);
            assertThat(SignalProbe.probe(network, data).problems()).isEmpty();
            assertThat(SignalProbe.probe(network, data).data().get(0).width()).isEqualTo(3);
            INDArray channel = last
                    ? data.getFeatures().tensorAlongDimension(2, 0, 1, 2)
                    : data.getFeatures().tensorAlongDimension(2, 0, 2, 3);
            channel.muli(1000);
            assertInput(SignalProbe.probe(network, data), "channel 2 has a mean of");
        }
    }

    @Test
    void channelsOfSeriesInEitherOrder() {
        for (RNNFormat format : RNNFormat.values()) {
            boolean last = format == RNNFormat.NWC;
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                    .list()
                    .layer(new LSTM.Builder().nOut(8).dataFormat(format).build())
                    .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                            .nOut(1)
                            .activation(Activation.IDENTITY)
                            .dataFormat(format)
                            .build())
                    .setInputType(InputType.recurrent(3, 6, format))
                    .build());
            INDArray features = Nd4j.randn(DataType.FLOAT, last ? new long[] {16, 6, 3} : new long[] {16, 3, 6});
            INDArray labels = Nd4j.randn(DataType.FLOAT, last ? new long[] {16, 6, 1} : new long[] {16, 1, 6});
            DataSet data = new DataSet(features, labels);
            assertThat(SignalProbe.probe(network, data).data().get(0).width()).isEqualTo(3);
            features.tensorAlongDimension(1, 0, last ? 1 : 2).addi(100); // a price
            assertInput(SignalProbe.probe(network, data), "channel 1 has a mean of");
        }
    }

    @Test
    void oneOfTwoInputsOfAGraph() {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("income", "pixels")
                .addLayer("a", new DenseLayer.Builder().nIn(2).nOut(20).build(), "income")
                .addVertex("scaled", new ScaleVertex(1 / 255.0), "pixels")
                .addLayer("b", new DenseLayer.Builder().nIn(30).nOut(20).build(), "scaled")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", Nets.softmax(40, 10), "both")
                .setOutputs("out");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        DataSet pixels = data(74, 127, 30);
        MultiDataSet batch = new MultiDataSet(
                new INDArray[] {data(100, 400, 2).getFeatures(), pixels.getFeatures()},
                new INDArray[] {pixels.getLabels()});
        SignalReport report = SignalProbe.probe(network, batch);
        assertThat(report.problems()).extracting(Problem::layer).containsExactly("income");
        assertThat(report.recommendation()).contains("new MultiNormalizerStandardize()");
        assertThat(report.data()).extracting(DataSignal::name).containsExactly("income", "pixels", "out");
    }

    @Test
    void whatTheDoctorMakesUpIsNoFault() {
        SignalReport report = SignalProbe.probe(dense(Activation.RELU));
        assertThat(report.problems()).isEmpty();
        assertThat(report.data()).isEmpty();
    }

    /** A trend that has another cause stays beside it. */
    @Test
    void aNetworkThatVanishesOnRawInputs() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(0.3), Activation.RELU, 20, 12);
        assertThat(SignalProbe.probe(network, data(29, 50, 20)).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.INPUTS, Problem.Kind.FORWARD, Problem.Kind.BACKWARD);
    }

    @Test
    void theNormaliserThatIsAdvisedLetsTheNetworkLearn() {
        assertThat(lossAfterTraining(false)).isGreaterThan(0.5);
        assertThat(lossAfterTraining(true)).isLessThan(0.3);
    }

    private static double lossAfterTraining(boolean advised) {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(32).build())
                .layer(Nets.softmax(32, 2))
                .build());
        Nd4j.getRandom().setSeed(5);
        INDArray features = Nd4j.rand(DataType.FLOAT, 128, 2).mul(100);
        INDArray first = features.sum(1).gt(100).castTo(DataType.FLOAT).reshape(128, 1);
        DataSet train = new DataSet(features, Nd4j.hstack(first, first.rsub(1)));
        if (advised) {
            NormalizerStandardize normalizer = new NormalizerStandardize();
            normalizer.fit(train);
            normalizer.transform(train);
            assertThat(SignalProbe.probe(network, train).problems()).isEmpty();
        } else {
            assertInput(SignalProbe.probe(network, train));
        }
        for (int i = 0; i < 100; i++) {
            network.fit(train);
        }
        return network.score(train);
    }
}
