// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.zoo;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The models of DL4J's zoo, at inputs as small as the model allows, with ten classes. NASNet is missing: DL4J's own
 * {@code init()} fails for it.
 */
enum ZooModel {
    LENET("LeNet", s -> LeNet.builder().numClasses(10).inputShape(s).build().init(), Labels.CLASSES, 1, 28, 28),
    SIMPLE_CNN(
            "SimpleCNN",
            s -> SimpleCNN.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            48,
            48),
    TEXT_GENERATION_LSTM(
            "TextGenerationLSTM",
            s -> TextGenerationLSTM.builder().inputShape(s).build().init(),
            Labels.STEPS,
            10,
            47),
    ALEX_NET(
            "AlexNet",
            s -> AlexNet.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            64,
            64),
    VGG_16("VGG16", s -> VGG16.builder().numClasses(10).inputShape(s).build().init(), Labels.CLASSES, 3, 32, 32),
    VGG_19("VGG19", s -> VGG19.builder().numClasses(10).inputShape(s).build().init(), Labels.CLASSES, 3, 32, 32),
    DARKNET19(
            "Darknet19",
            s -> Darknet19.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            64,
            64),
    RESNET50(
            "ResNet50",
            s -> ResNet50.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            96,
            96),
    SQUEEZE_NET(
            "SqueezeNet",
            s -> SqueezeNet.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            64,
            64),
    UNET("UNet", s -> UNet.builder().inputShape(s).build().init(), Labels.MAPS, 3, 32, 32),
    XCEPTION(
            "Xception",
            s -> Xception.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            75,
            75),
    INCEPTION_RESNET_V1(
            "InceptionResNetV1",
            s -> InceptionResNetV1.builder()
                    .numClasses(10)
                    .inputShape(s)
                    .build()
                    .init(),
            Labels.CLASSES,
            3,
            96,
            96),
    FACENET(
            "FaceNetNN4Small2",
            s -> FaceNetNN4Small2.builder().numClasses(10).inputShape(s).build().init(),
            Labels.CLASSES,
            3,
            96,
            96),
    TINY_YOLO(
            "TinyYOLO",
            s -> TinyYOLO.builder().numClasses(10).inputShape(s).build().init(),
            Labels.BOXES,
            3,
            64,
            64),
    YOLO_2(
            "YOLO2",
            s -> org.deeplearning4j
                    .zoo
                    .model
                    .YOLO2
                    .builder()
                    .numClasses(10)
                    .inputShape(s)
                    .build()
                    .init(),
            Labels.BOXES,
            3,
            64,
            64);

    /** What the labels of an example are. */
    private enum Labels {
        CLASSES,
        STEPS,
        MAPS,
        BOXES
    }

    private static final int CLASS_COUNT = 10;

    /** YOLO halves images five times. */
    private static final int YOLO_CELL = 32;

    private final String modelName;
    private final Function<int[], Model> maker;
    private final Labels labels;
    private final int[] shape;

    ZooModel(String modelName, Function<int[], Model> maker, Labels labels, int... shape) {
        this.modelName = modelName;
        this.maker = maker;
        this.labels = labels;
        this.shape = shape;
    }

    /** The model of a name, in any case. */
    static ZooModel of(String name) {
        return Arrays.stream(values())
                .filter(model -> model.modelName.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown model: " + name));
    }

    String modelName() {
        return modelName;
    }

    /** The input's shape, as DL4J's builder takes it. */
    String input() {
        return Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(" × "));
    }

    /** The model as DL4J initialises it. */
    Model make() {
        return maker.apply(shape);
    }

    /** Standard normal images, or characters, and labels that fit; always the same. */
    MultiDataSet batch(int examples) {
        Nd4j.getRandom().setSeed(1);
        INDArray inputs =
                labels == Labels.STEPS ? characters(examples) : Nd4j.randn(examples, shape[0], shape[1], shape[2]);
        return new MultiDataSet(inputs, labels(examples));
    }

    private INDArray labels(int examples) {
        return switch (labels) {
            case CLASSES -> oneHot(new Random(1), Nd4j.zeros(examples, CLASS_COUNT));
            case STEPS -> characters(examples);
            case MAPS -> Nd4j.rand(examples, 1, shape[1], shape[2]).gt(0.5).castTo(Nd4j.dataType());
            case BOXES -> boxes(examples);
        };
    }

    private INDArray characters(int examples) {
        return oneHot(new Random(1), Nd4j.zeros(examples, shape[1], shape[0]));
    }

    /** Ones in random places of the second dimension. */
    private static INDArray oneHot(Random random, INDArray zeros) {
        long steps = zeros.rank() == 2 ? 1 : zeros.size(2);
        for (int example = 0; example < zeros.size(0); example++) {
            for (int step = 0; step < steps; step++) {
                long drawn = random.nextInt((int) zeros.size(1));
                if (zeros.rank() == 2) {
                    zeros.putScalar(new long[] {example, drawn}, 1);
                } else {
                    zeros.putScalar(new long[] {example, drawn, step}, 1);
                }
            }
        }
        return zeros;
    }

    /** One box in the middle of the first cell: corners, then the class. */
    private INDArray boxes(int examples) {
        INDArray boxes = Nd4j.zeros(examples, 4 + CLASS_COUNT, shape[1] / YOLO_CELL, shape[2] / YOLO_CELL);
        for (int example = 0; example < examples; example++) {
            double[] corners = {0.1, 0.2, 0.9, 0.8};
            for (int i = 0; i < corners.length; i++) {
                boxes.putScalar(new int[] {example, i, 0, 0}, corners[i]);
            }
            boxes.putScalar(new int[] {example, 4 + example % CLASS_COUNT, 0, 0}, 1);
        }
        return boxes;
    }
}
