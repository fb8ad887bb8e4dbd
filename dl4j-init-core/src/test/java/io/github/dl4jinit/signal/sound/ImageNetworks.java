// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static io.github.dl4jinit.signal.sound.Sound.conv;
import static io.github.dl4jinit.signal.sound.Sound.he;
import static io.github.dl4jinit.signal.sound.Sound.list;
import static io.github.dl4jinit.signal.sound.Sound.maxPool;
import static io.github.dl4jinit.signal.sound.Sound.xavier;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Convolutional networks as DL4J's own examples and its users build them, a little smaller. */
final class ImageNetworks {

    private static final int EXAMPLES = 8;

    private ImageNetworks() {}

    static Map<String, Supplier<Sound>> all() {
        Map<String, Supplier<Sound>> all = new TreeMap<>();
        all.put("LeNet, linear convolutions", () -> leNet(xavier(new Adam(1e-3)).l2(5e-4), Activation.IDENTITY));
        all.put("LeNet, leaky ReLU", () -> leNet(xavier(new Adam(1e-3)).l2(5e-4), Activation.LEAKYRELU));
        all.put(
                "LeNet, ReLU, momentum",
                () -> leNet(xavier(new Nesterovs(0.06, 0.9)).l2(5e-4), Activation.RELU));
        all.put("dropout in a convolution", ImageNetworks::dropout);
        all.put("centre loss", ImageNetworks::centreLoss);
        all.put("small photographs", () -> photographs(1));
        all.put("raw photographs before normalisation", () -> photographs(255));
        all.put("sentences of word vectors", ImageNetworks::sentences);
        all.put("two digits at once", ImageNetworks::twoDigits);
        all.put("board game, policy and value", ImageNetworks::boardGame);
        all.put("residual, normalised", ImageNetworks::residual);
        all.put("densely connected", ImageNetworks::denselyConnected);
        all.put("segmentation", ImageNetworks::segmentation);
        all.put("separable", ImageNetworks::separable);
        return all;
    }

    private static Sound leNet(NeuralNetConfiguration.Builder builder, Activation function) {
        return list(
                builder.list()
                        .layer(conv(5, 20, function))
                        .layer(maxPool())
                        .layer(conv(5, 50, function))
                        .layer(maxPool())
                        .layer(hidden(200, function == Activation.IDENTITY ? Activation.RELU : function))
                        .layer(softmax(10))
                        .setInputType(InputType.convolutionalFlat(28, 28, 1))
                        .build(),
                Data.pixels(EXAMPLES, 784),
                Data.classes(EXAMPLES, 10));
    }

    private static Sound dropout() {
        return list(
                xavier(new Nesterovs(0.02, 0.9))
                        .l2(5e-4)
                        .activation(Activation.RELU)
                        .list()
                        .layer(new ConvolutionLayer.Builder(5, 5)
                                .nOut(20)
                                .dropOut(0.5)
                                .build())
                        .layer(maxPool())
                        .layer(hidden(100, Activation.RELU))
                        .layer(softmax(10))
                        .setInputType(InputType.convolutionalFlat(20, 20, 1))
                        .build(),
                Data.pixels(EXAMPLES, 400),
                Data.classes(EXAMPLES, 10));
    }

    private static Sound centreLoss() {
        return list(
                he(new Adam(0.01))
                        .l2(5e-4)
                        .activation(Activation.LEAKYRELU)
                        .list()
                        .layer(conv(5, 16, Activation.LEAKYRELU))
                        .layer(maxPool())
                        .layer(hidden(64, Activation.LEAKYRELU))
                        .layer(new DenseLayer.Builder()
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .weightInit(WeightInit.XAVIER)
                                .build())
                        .layer(new CenterLossOutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                                .nOut(10)
                                .weightInit(WeightInit.XAVIER)
                                .activation(Activation.SOFTMAX)
                                .alpha(0.1)
                                .lambda(1e-4)
                                .build())
                        .setInputType(InputType.convolutionalFlat(20, 20, 1))
                        .build(),
                Data.pixels(EXAMPLES, 400),
                Data.classes(EXAMPLES, 10));
    }

    private static Sound photographs(double brightest) {
        NeuralNetConfiguration.ListBuilder layers = xavier(new AdaDelta()).list();
        int[] widths = {16, 8, 32, 16, 64, 32, 10};
        for (int i = 0; i < widths.length; i++) {
            layers.layer(conv(i % 2 == 0 ? 3 : 1, widths[i], Activation.LEAKYRELU))
                    .layer(new BatchNormalization());
            if (i % 2 == 0 && i < 4) {
                layers.layer(maxPool());
            }
        }
        return list(
                layers.layer(new GlobalPoolingLayer(PoolingType.AVG))
                        .layer(new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                                .nOut(10)
                                .dropOut(0.8)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.convolutional(32, 32, 3))
                        .build(),
                Data.uniform(0, brightest, EXAMPLES, 3, 32, 32),
                Data.classes(EXAMPLES, 10));
    }

    private static Sound sentences() {
        int size = 20;
        GraphBuilder graph = he(new Adam(0.01))
                .activation(Activation.LEAKYRELU)
                .convolutionMode(ConvolutionMode.Same)
                .l2(1e-4)
                .graphBuilder()
                .addInputs("input");
        for (int words = 3; words <= 5; words++) {
            graph.addLayer(
                    "cnn" + words,
                    new ConvolutionLayer.Builder()
                            .kernelSize(words, size)
                            .stride(1, size)
                            .nOut(12)
                            .build(),
                    "input");
        }
        graph.addVertex("merge", new MergeVertex(), "cnn3", "cnn4", "cnn5")
                .addLayer(
                        "pool",
                        new GlobalPoolingLayer.Builder()
                                .poolingType(PoolingType.MAX)
                                .dropOut(0.5)
                                .build(),
                        "merge")
                .addLayer("out", softmax(2), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(30, size, 1));
        return Sound.graph(
                graph.build(), batch(Data.normal(EXAMPLES, 1, 30, size).mul(0.3), Data.classes(EXAMPLES, 2)));
    }

    private static Sound twoDigits() {
        return Sound.graph(
                xavier(new Adam(1e-3))
                        .gradientNormalization(GradientNormalization.RenormalizeL2PerLayer)
                        .l2(1e-3)
                        .weightInit(WeightInit.XAVIER_UNIFORM)
                        .graphBuilder()
                        .addInputs("picture")
                        .setInputTypes(InputType.convolutional(16, 32, 1))
                        .addLayer("cnn1", conv(5, 16, Activation.RELU), "picture")
                        .addLayer("pool1", maxPool(), "cnn1")
                        .addLayer("cnn2", conv(3, 32, Activation.RELU), "pool1")
                        .addLayer("pool2", maxPool(), "cnn2")
                        .addLayer("dense", hidden(128, Activation.RELU), "pool2")
                        .addLayer("out1", softmax(10), "dense")
                        .addLayer("out2", softmax(10), "dense")
                        .setOutputs("out1", "out2")
                        .build(),
                batch(Data.uniform(0, 1, EXAMPLES, 1, 16, 32), Data.classes(EXAMPLES, 10), Data.classes(EXAMPLES, 10)));
    }

    private static Sound boardGame() {
        GraphBuilder graph = xavier(new Sgd(0.1))
                .weightInit(WeightInit.LECUN_NORMAL)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("board")
                .setInputTypes(InputType.convolutional(9, 9, 5));
        String before = normalised(graph, "stem", "board", 24, true);
        for (int i = 0; i < 3; i++) {
            before = residualBlock(graph, "block" + i, before, 24);
        }
        graph.addLayer("policy", conv(1, 2, Activation.RELU), before)
                .addLayer(
                        "move",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(82)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "policy")
                .addLayer("worth", conv(1, 1, Activation.RELU), before)
                .addLayer("worth1", hidden(32, Activation.RELU), "worth")
                .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(1)
                                .activation(Activation.TANH)
                                .build(),
                        "worth1")
                .setOutputs("move", "value");
        return Sound.graph(
                graph.build(),
                batch(
                        Data.bits(0.3, EXAMPLES, 5, 9, 9),
                        Data.classes(EXAMPLES, 82),
                        Data.bits(0.5, EXAMPLES, 1).mul(2).sub(1)));
    }

    private static Sound residual() {
        GraphBuilder graph = he(new Adam(1e-3))
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(12, 12, 3));
        String before = normalised(graph, "stem", "in", 16, true);
        for (int i = 0; i < 4; i++) {
            before = residualBlock(graph, "block" + i, before, 16);
        }
        graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), before)
                .addLayer("out", softmax(10), "pool")
                .setOutputs("out");
        return Sound.graph(graph.build(), batch(Data.normal(EXAMPLES, 3, 12, 12), Data.classes(EXAMPLES, 10)));
    }

    private static String residualBlock(GraphBuilder graph, String name, String before, int width) {
        String first = normalised(graph, name + "a", before, width, true);
        String second = normalised(graph, name + "b", first, width, false);
        graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, second)
                .addLayer(name + "relu", new ActivationLayer(Activation.RELU), name);
        return name + "relu";
    }

    private static String normalised(GraphBuilder graph, String name, String before, int width, boolean relu) {
        graph.addLayer(name + "conv", conv(3, width, Activation.IDENTITY), before)
                .addLayer(name + "norm", new BatchNormalization(), name + "conv");
        if (!relu) {
            return name + "norm";
        }
        graph.addLayer(name + "act", new ActivationLayer(Activation.RELU), name + "norm");
        return name + "act";
    }

    private static Sound denselyConnected() {
        GraphBuilder graph = he(new Adam(1e-3))
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(12, 12, 3))
                .addLayer("stem", conv(3, 12, Activation.RELU), "in");
        String all = "stem";
        for (int i = 0; i < 4; i++) {
            String added = normalised(graph, "grow" + i, all, 8, true);
            graph.addVertex("join" + i, new MergeVertex(), all, added);
            all = "join" + i;
        }
        graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), all)
                .addLayer("out", softmax(5), "pool")
                .setOutputs("out");
        return Sound.graph(graph.build(), batch(Data.normal(EXAMPLES, 3, 12, 12), Data.classes(EXAMPLES, 5)));
    }

    private static Sound segmentation() {
        INDArray pictures = Data.uniform(0, 1, 8, 1, 16, 16);
        return Sound.graph(
                he(new Adam(1e-3))
                        .convolutionMode(ConvolutionMode.Same)
                        .graphBuilder()
                        .addInputs("in")
                        .setInputTypes(InputType.convolutional(16, 16, 1))
                        .addLayer("down", conv(3, 12, Activation.RELU), "in")
                        .addLayer("pool", maxPool(), "down")
                        .addLayer("bottom", conv(3, 24, Activation.RELU), "pool")
                        .addLayer("up", new Upsampling2D.Builder(2).build(), "bottom")
                        .addVertex("join", new MergeVertex(), "down", "up")
                        .addLayer("last", conv(3, 12, Activation.RELU), "join")
                        .addLayer(
                                "logits",
                                new ConvolutionLayer.Builder(1, 1)
                                        .nOut(1)
                                        .activation(Activation.IDENTITY)
                                        .weightInit(WeightInit.XAVIER)
                                        .build(),
                                "last")
                        .addLayer(
                                "out",
                                new CnnLossLayer.Builder(LossFunction.XENT)
                                        .activation(Activation.SIGMOID)
                                        .build(),
                                "logits")
                        .setOutputs("out")
                        .build(),
                batch(pictures, pictures.gt(0.6).castTo(pictures.dataType())));
    }

    private static Sound separable() {
        return list(
                he(new Adam(1e-3))
                        .list()
                        .layer(conv(3, 16, Activation.RELU))
                        .layer(new SeparableConvolution2D.Builder(3, 3).nOut(24).build())
                        .layer(new BatchNormalization())
                        .layer(new SubsamplingLayer.Builder(PoolingType.AVG)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build())
                        .layer(new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .layer(new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.IDENTITY)
                                .build())
                        .setInputType(InputType.convolutional(14, 14, 3))
                        .build(),
                Data.normal(EXAMPLES, 3, 14, 14),
                Data.classes(EXAMPLES, 5));
    }

    private static DenseLayer hidden(int nOut, Activation function) {
        return new DenseLayer.Builder().nOut(nOut).activation(function).build();
    }

    private static OutputLayer softmax(int classes) {
        return new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiDataSet batch(INDArray features, INDArray... labels) {
        return new MultiDataSet(new INDArray[] {features}, labels);
    }
}
