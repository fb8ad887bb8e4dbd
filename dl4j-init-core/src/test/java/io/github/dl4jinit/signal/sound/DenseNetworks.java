// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static io.github.dl4jinit.signal.sound.Sound.dense;
import static io.github.dl4jinit.signal.sound.Sound.he;
import static io.github.dl4jinit.signal.sound.Sound.list;
import static io.github.dl4jinit.signal.sound.Sound.output;
import static io.github.dl4jinit.signal.sound.Sound.softmax;
import static io.github.dl4jinit.signal.sound.Sound.xavier;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Dense networks as DL4J's own examples and its users build them. */
final class DenseNetworks {

    private DenseNetworks() {}

    static Map<String, Supplier<Sound>> all() {
        Map<String, Supplier<Sound>> all = new TreeMap<>();
        classifiers(all);
        regressions(all);
        rarer(all);
        return all;
    }

    private static void classifiers(Map<String, Supplier<Sound>> all) {
        all.put(
                "flowers, tanh, standardised",
                () -> list(
                        xavier(new Sgd(0.1))
                                .l2(1e-4)
                                .list()
                                .layer(dense(4, 3, Activation.TANH))
                                .layer(dense(3, 3, Activation.TANH))
                                .layer(softmax(3, 3))
                                .build(),
                        Data.standardised(Data.flowers())));
        all.put(
                "flowers as measured",
                () -> list(
                        xavier(new Adam(1e-2))
                                .list()
                                .layer(dense(4, 16, Activation.RELU))
                                .layer(softmax(16, 3))
                                .build(),
                        Data.flowers()));
        all.put(
                "weighted classes",
                () -> list(
                        xavier(new Sgd(0.1))
                                .list()
                                .layer(dense(4, 5, Activation.RELU))
                                .layer(dense(5, 5, Activation.RELU))
                                .layer(new OutputLayer.Builder(new LossMCXENT(Nd4j.createFromArray(0.1f, 1f, 1f)))
                                        .nIn(5)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build())
                                .build(),
                        Data.standardised(Data.flowers())));
        all.put(
                "points in the unit square",
                () -> list(
                        xavier(new Nesterovs(0.01, 0.9))
                                .list()
                                .layer(dense(2, 20, Activation.RELU))
                                .layer(softmax(20, 2))
                                .build(),
                        Data.uniform(0, 1, 50, 2),
                        Data.classes(50, 2)));
        all.put(
                "moons",
                () -> list(
                        xavier(new Nesterovs(0.005, 0.9))
                                .list()
                                .layer(dense(2, 50, Activation.RELU))
                                .layer(softmax(50, 2))
                                .build(),
                        Data.moons()));
        all.put(
                "exclusive or",
                () -> list(
                        new NeuralNetConfiguration.Builder()
                                .seed(1234)
                                .updater(new Sgd(0.1))
                                .miniBatch(false)
                                .weightInit(new UniformDistribution(0, 1))
                                .list()
                                .layer(dense(2, 4, Activation.SIGMOID))
                                .layer(softmax(4, 2))
                                .build(),
                        Nd4j.createFromArray(new float[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}}),
                        Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}})));
        all.put(
                "digits, one hidden layer",
                () -> list(
                        xavier(new Nesterovs(0.006, 0.9))
                                .l2(1e-4)
                                .list()
                                .layer(dense(784, 1000, Activation.RELU))
                                .layer(softmax(1000, 10))
                                .build(),
                        Data.pixels(64, 784),
                        Data.classes(64, 10)));
        all.put(
                "digits, two hidden layers",
                () -> list(
                        xavier(new Nadam())
                                .l2(7.5e-6)
                                .list()
                                .layer(dense(784, 500, Activation.RELU))
                                .layer(dense(500, 100, Activation.RELU))
                                .layer(softmax(100, 10))
                                .build(),
                        Data.pixels(64, 784),
                        Data.classes(64, 10)));
        all.put(
                "names, biases of 1, softmax with squared error",
                () -> list(
                        xavier(new Nesterovs(0.005, 0.9))
                                .biasInit(1)
                                .l2(1e-4)
                                .list()
                                .layer(dense(60, 120, Activation.RELU))
                                .layer(dense(120, 120, Activation.RELU))
                                .layer(output(120, 2, LossFunction.MSE, Activation.SOFTMAX))
                                .build(),
                        Data.bits(0.4, 64, 60),
                        Data.classes(64, 2)));
        all.put(
                "yes or no",
                () -> list(
                        he(new Adam(1e-3))
                                .list()
                                .layer(dense(12, 32, Activation.RELU))
                                .layer(dense(32, 16, Activation.RELU))
                                .layer(output(16, 1, LossFunction.XENT, Activation.SIGMOID))
                                .build(),
                        Data.normal(64, 12),
                        Data.bits(0.3, 64, 1)));
        all.put(
                "several labels at once",
                () -> list(
                        he(new Adam(1e-3))
                                .list()
                                .layer(dense(40, 64, Activation.RELU))
                                .layer(output(64, 8, LossFunction.XENT, Activation.SIGMOID))
                                .build(),
                        Data.normal(64, 40),
                        Data.bits(0.2, 64, 8)));
        all.put(
                "hinge",
                () -> list(
                        xavier(new Sgd(0.05))
                                .list()
                                .layer(dense(10, 20, Activation.TANH))
                                .layer(output(20, 1, LossFunction.HINGE, Activation.IDENTITY))
                                .build(),
                        Data.normal(64, 10),
                        Data.bits(0.5, 64, 1).mul(2).sub(1)));
        all.put(
                "bag of words",
                () -> list(
                        he(new Adam(1e-3))
                                .list()
                                .layer(dense(2000, 64, Activation.RELU))
                                .layer(softmax(64, 4))
                                .build(),
                        Data.bits(0.005, 64, 2000),
                        Data.classes(64, 4)));
    }

    private static void regressions(Map<String, Supplier<Sound>> all) {
        INDArray two = Data.uniform(0, 3, 64, 2);
        all.put(
                "sum of two numbers",
                () -> list(
                        xavier(new Nesterovs(0.01, 0.9))
                                .list()
                                .layer(dense(2, 10, Activation.TANH))
                                .layer(output(10, 1, LossFunction.MSE, Activation.IDENTITY))
                                .build(),
                        two,
                        two.sum(true, 1)));
        INDArray x = Data.uniform(-10, 10, 100, 1);
        all.put(
                "sine from −10 to 10",
                () -> list(
                        xavier(new Nesterovs(0.01, 0.9))
                                .list()
                                .layer(dense(1, 50, Activation.TANH))
                                .layer(dense(50, 50, Activation.TANH))
                                .layer(output(50, 1, LossFunction.MSE, Activation.IDENTITY))
                                .build(),
                        x,
                        Transforms.sin(x)));
        all.put("drawing a picture", () -> {
            NeuralNetConfiguration.ListBuilder layers = xavier(new Adam(0.01)).list();
            for (int i = 0; i < 5; i++) {
                layers.layer(dense(i == 0 ? 2 : 25, 25, Activation.LEAKYRELU));
            }
            return list(
                    layers.layer(output(25, 3, LossFunction.L2, Activation.IDENTITY))
                            .build(),
                    Data.uniform(-0.5, 0.5, 100, 2),
                    Data.uniform(0, 1, 100, 3));
        });
        all.put(
                "autoencoder of digits",
                () -> list(
                        xavier(new AdaGrad(0.05))
                                .l2(1e-4)
                                .activation(Activation.RELU)
                                .list()
                                .layer(dense(784, 250, Activation.RELU))
                                .layer(dense(250, 10, Activation.RELU))
                                .layer(dense(10, 250, Activation.RELU))
                                .layer(output(250, 784, LossFunction.MSE, Activation.LEAKYRELU))
                                .build(),
                        Data.pixels(64, 784),
                        Data.pixels(64, 784)));
        all.put(
                "values of actions",
                () -> list(
                        xavier(new Adam(1e-3))
                                .list()
                                .layer(dense(4, 16, Activation.RELU))
                                .layer(dense(16, 16, Activation.RELU))
                                .layer(dense(16, 16, Activation.RELU))
                                .layer(output(16, 2, LossFunction.MSE, Activation.IDENTITY))
                                .build(),
                        Data.normal(64, 4).mul(0.5),
                        Data.uniform(0, 2, 64, 2)));
        all.put(
                "counts",
                () -> list(
                        xavier(new Adam(1e-2))
                                .list()
                                .layer(dense(6, 20, Activation.TANH))
                                .layer(output(20, 1, LossFunction.POISSON, Activation.SOFTPLUS))
                                .build(),
                        Data.normal(64, 6),
                        Data.indices(6, 64, 1)));
    }

    private static void rarer(Map<String, Supplier<Sound>> all) {
        all.put("twenty ReLU layers", () -> {
            NeuralNetConfiguration.ListBuilder layers = he(new Adam(1e-4)).list();
            for (int i = 0; i < 20; i++) {
                layers.layer(dense(64, 64, Activation.RELU));
            }
            return list(layers.layer(softmax(64, 10)).build(), Data.normal(64, 64), Data.classes(64, 10));
        });
        all.put("self-normalising", () -> {
            NeuralNetConfiguration.ListBuilder layers =
                    xavier(new Sgd(0.01)).weightInit(WeightInit.LECUN_NORMAL).list();
            for (int i = 0; i < 8; i++) {
                layers.layer(dense(32, 32, Activation.SELU));
            }
            return list(layers.layer(softmax(32, 5)).build(), Data.normal(64, 32), Data.classes(64, 5));
        });
        all.put(
                "dropout",
                () -> list(
                        he(new Adam(1e-3))
                                .list()
                                .layer(new DropoutLayer(0.8))
                                .layer(new DenseLayer.Builder()
                                        .nIn(30)
                                        .nOut(64)
                                        .dropOut(0.5)
                                        .build())
                                .layer(dense(64, 64, Activation.RELU))
                                .layer(softmax(64, 3))
                                .build(),
                        Data.normal(64, 30),
                        Data.classes(64, 3)));
        all.put(
                "output weights of zero",
                () -> list(
                        he(new Sgd(0.1))
                                .list()
                                .layer(dense(20, 64, Activation.RELU))
                                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                        .nIn(64)
                                        .nOut(4)
                                        .weightInit(WeightInit.ZERO)
                                        .activation(Activation.SOFTMAX)
                                        .build())
                                .build(),
                        Data.normal(64, 20),
                        Data.classes(64, 4)));
        all.put(
                "variational autoencoder below a classifier",
                () -> list(
                        xavier(new Adam(1e-3))
                                .list()
                                .layer(new VariationalAutoencoder.Builder()
                                        .activation(Activation.LEAKYRELU)
                                        .encoderLayerSizes(32, 32)
                                        .decoderLayerSizes(32, 32)
                                        .pzxActivationFunction(Activation.IDENTITY)
                                        .reconstructionDistribution(
                                                new BernoulliReconstructionDistribution(Activation.SIGMOID))
                                        .nIn(49)
                                        .nOut(8)
                                        .build())
                                .layer(softmax(8, 10))
                                .build(),
                        Data.pixels(64, 49),
                        Data.classes(64, 10)));
        all.put("frozen below, new above", () -> {
            MultiLayerNetwork pretrained =
                    (MultiLayerNetwork) all.get("twenty ReLU layers").get().network;
            return Sound.of(
                    new TransferLearning.Builder(pretrained)
                            .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                                    .updater(new Adam(1e-3))
                                    .seed(3)
                                    .build())
                            .setFeatureExtractor(5)
                            .nOutReplace(20, 4, WeightInit.XAVIER)
                            .build(),
                    new DataSet(Data.normal(64, 64), Data.classes(64, 4)));
        });
        all.put(
                "wide and deep",
                () -> Sound.graph(
                        he(new Adam(1e-3))
                                .graphBuilder()
                                .addInputs("wide", "deep")
                                .addLayer("a", dense(10, 32, Activation.RELU), "deep")
                                .addLayer("b", dense(32, 32, Activation.RELU), "a")
                                .addVertex("join", new MergeVertex(), "wide", "b")
                                .addLayer("out", output(62, 1, LossFunction.XENT, Activation.SIGMOID), "join")
                                .setOutputs("out")
                                .build(),
                        new MultiDataSet(
                                new INDArray[] {Data.bits(0.1, 64, 30), Data.normal(64, 10)},
                                new INDArray[] {Data.bits(0.5, 64, 1)})));
        all.put(
                "class and value",
                () -> Sound.graph(
                        he(new Adam(1e-3))
                                .graphBuilder()
                                .addInputs("in")
                                .addLayer("trunk", dense(16, 32, Activation.RELU), "in")
                                .addLayer("skip", dense(32, 32, Activation.IDENTITY), "trunk")
                                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "trunk", "skip")
                                .addLayer("class", softmax(32, 3), "sum")
                                .addLayer("value", output(32, 1, LossFunction.MSE, Activation.TANH), "sum")
                                .setOutputs("class", "value")
                                .build(),
                        new MultiDataSet(
                                new INDArray[] {Data.normal(64, 16)},
                                new INDArray[] {Data.classes(64, 3), Data.uniform(-1, 1, 64, 1)})));
    }
}
