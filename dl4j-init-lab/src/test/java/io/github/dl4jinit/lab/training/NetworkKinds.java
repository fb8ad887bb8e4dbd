// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.trial.Measure;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.variational.GaussianReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Configurations of twelve kinds, as JSON, each with 320 examples that a network of its kind can learn. */
final class NetworkKinds {

    private static final int EXAMPLES = 320;
    private static final int STEPS = 6;

    /** What stands at steps that are masked: whoever looks at it learns nothing. */
    private static final double JUNK = 30;

    /** Java's: what ND4J draws depends on its number of threads. */
    private static Random random;

    private NetworkKinds() {}

    private static INDArray normal(int... shape) {
        int length = IntStream.of(shape).reduce(1, (product, size) -> product * size);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(numbers, IntStream.of(shape).asLongStream().toArray(), 'c');
    }

    /**
     * One of them.
     *
     * @param measure what fits
     */
    record Kind(String name, String configuration, MultiDataSet data, Measure measure) {

        Kind(String name, String configuration, DataSet data, Measure measure) {
            this(
                    name,
                    configuration,
                    new MultiDataSet(
                            new INDArray[] {data.getFeatures()},
                            new INDArray[] {data.getLabels()},
                            masks(data.getFeaturesMaskArray()),
                            masks(data.getLabelsMaskArray())),
                    measure);
        }

        private static INDArray[] masks(INDArray mask) {
            return mask == null ? null : new INDArray[] {mask};
        }

        /** As DL4J does it with examples of so many inputs and outputs. */
        void save(File file) throws IOException {
            if (data.getFeatures().length + data.getLabels().length > 2) {
                data.save(file);
            } else {
                new DataSet(
                                data.getFeatures(0),
                                data.getLabels(0),
                                data.getFeaturesMaskArray(0),
                                data.getLabelsMaskArray(0))
                        .save(file);
            }
        }
    }

    static List<Kind> all() {
        random = new Random(1);
        return List.of(
                new Kind("dense", list(InputType.feedForward(4), dense(), classes(2)), vectors(), Measure.ACCURACY),
                new Kind("dense, residual graph", residual(), vectors(), Measure.ACCURACY),
                new Kind(
                        "convolutions",
                        list(
                                InputType.convolutional(6, 6, 1),
                                new ConvolutionLayer.Builder(3, 3)
                                        .nOut(4)
                                        .activation(Activation.RELU)
                                        .build(),
                                new GlobalPoolingLayer(PoolingType.AVG),
                                classes(2)),
                        images(),
                        Measure.ACCURACY),
                new Kind(
                        "LSTM with masks",
                        list(InputType.recurrent(2, STEPS), new LastTimeStep(lstm()), classes(2)),
                        sequences(false),
                        Measure.ACCURACY),
                new Kind(
                        "LSTM that tells each step, with masks",
                        list(InputType.recurrent(2, STEPS), lstm(), eachStep()),
                        sequences(true),
                        Measure.ACCURACY),
                new Kind("attention graph", attention(), withoutMasks(sequences(false)), Measure.ACCURACY),
                new Kind(
                        "autoencoder",
                        list(InputType.feedForward(4), dense(), output(4, Activation.IDENTITY, LossFunction.MSE)),
                        autoencoded(),
                        Measure.R2),
                new Kind(
                        "variational autoencoder",
                        list(InputType.feedForward(4), vae(), classes(2)),
                        vectors(),
                        Measure.ACCURACY),
                new Kind(
                        "regression",
                        list(InputType.feedForward(4), dense(), output(2, Activation.IDENTITY, LossFunction.MSE)),
                        values(),
                        Measure.R2),
                new Kind(
                        "several labels",
                        list(InputType.feedForward(4), dense(), output(3, Activation.SIGMOID, LossFunction.XENT)),
                        labels(),
                        Measure.F1),
                new Kind("two inputs, one with masks", twoInputs(), vectorsAndSequences(), Measure.ACCURACY),
                new Kind("two outputs of two kinds", twoOutputs(), classesAndValues(), Measure.LOSS));
    }

    private static NeuralNetConfiguration.Builder common() {
        return new NeuralNetConfiguration.Builder().updater(new Adam(0.02)).activation(Activation.TANH);
    }

    private static String list(InputType inputs, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = common().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.setInputType(inputs).build().toJson();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(16).build();
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nOut(8).build();
    }

    private static Layer vae() {
        return new VariationalAutoencoder.Builder()
                .nOut(8)
                .encoderLayerSizes(16)
                .decoderLayerSizes(16)
                .reconstructionDistribution(new GaussianReconstructionDistribution(Activation.IDENTITY))
                .build();
    }

    private static Layer classes(int count) {
        return output(count, Activation.SOFTMAX, LossFunction.MCXENT);
    }

    private static Layer output(int count, Activation activation, LossFunction loss) {
        return new OutputLayer.Builder(loss).nOut(count).activation(activation).build();
    }

    private static Layer eachStep() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static String residual() {
        return common().graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(), "in")
                .addLayer("second", dense(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("out", classes(2), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build()
                .toJson();
    }

    private static String attention() {
        return common().graphBuilder()
                .addInputs("in")
                .addLayer(
                        "attention",
                        new SelfAttentionLayer.Builder()
                                .nHeads(2)
                                .nOut(8)
                                .projectInput(true)
                                .build(),
                        "in")
                .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                .addLayer("out", classes(2), "mean")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(2, STEPS))
                .build()
                .toJson();
    }

    private static String twoInputs() {
        return common().graphBuilder()
                .addInputs("vector", "sequence")
                .addLayer("dense", dense(), "vector")
                .addLayer("last", new LastTimeStep(lstm()), "sequence")
                .addVertex("both", new MergeVertex(), "dense", "last")
                .addLayer("out", classes(2), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4), InputType.recurrent(2, STEPS))
                .build()
                .toJson();
    }

    private static String twoOutputs() {
        return common().graphBuilder()
                .addInputs("in")
                .addLayer("dense", dense(), "in")
                .addLayer("class", classes(2), "dense")
                .addLayer("values", output(2, Activation.IDENTITY, LossFunction.MSE), "dense")
                .setOutputs("class", "values")
                .setInputTypes(InputType.feedForward(4))
                .build()
                .toJson();
    }

    /** Labels of shape [rows, 2]: the second class where a number is positive. */
    private static INDArray positive(INDArray numbers) {
        INDArray labels = Nd4j.zeros(numbers.length(), 2);
        IntStream.range(0, (int) numbers.length())
                .forEach(i -> labels.putScalar(i, numbers.getDouble(i) > 0 ? 1 : 0, 1));
        return labels;
    }

    private static DataSet vectors() {
        INDArray features = normal(EXAMPLES, 4);
        return new DataSet(features, positive(features.getColumn(0).add(features.getColumn(1))));
    }

    /** Whether an image has horizontal or vertical stripes. */
    private static DataSet images() {
        INDArray features = normal(EXAMPLES, 1, 6, 6).muli(0.3);
        INDArray sides = normal(EXAMPLES);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int line = 0; line < 6; line += 2) {
                for (int place = 0; place < 6; place++) {
                    int row = sides.getDouble(i) > 0 ? line : place;
                    int column = sides.getDouble(i) > 0 ? place : line;
                    features.putScalar(new int[] {i, 0, row, column}, 1);
                }
            }
        }
        return new DataSet(features, positive(sides));
    }

    /** Whether the sum of a sequence's first numbers is positive, at its end or so far; of three to six steps. */
    private static DataSet sequences(boolean eachStep) {
        INDArray features = normal(EXAMPLES, 2, STEPS);
        INDArray mask = Nd4j.zeros(EXAMPLES, STEPS);
        INDArray last = Nd4j.zeros(EXAMPLES);
        INDArray labels = Nd4j.zeros(EXAMPLES, 2, STEPS);
        for (int i = 0; i < EXAMPLES; i++) {
            int length = 3 + i % 4;
            double sum = 0;
            for (int step = 0; step < STEPS; step++) {
                if (step < length) {
                    sum += features.getDouble(i, 0, step);
                    mask.putScalar(i, step, 1);
                    labels.putScalar(i, sum > 0 ? 1 : 0, step, 1);
                } else {
                    features.putScalar(i, 0, step, JUNK);
                }
            }
            last.putScalar(i, sum);
        }
        return eachStep ? new DataSet(features, labels, mask, mask) : new DataSet(features, positive(last), mask, null);
    }

    /** Whether a vector's and a sequence's first numbers together are positive; only the sequences have masks. */
    private static MultiDataSet vectorsAndSequences() {
        DataSet sequences = sequences(false);
        INDArray vectors = normal(EXAMPLES, 4);
        INDArray sums = vectors.getColumn(0).dup();
        for (int i = 0; i < EXAMPLES; i++) {
            for (int step = 0; step < 3 + i % 4; step++) {
                sums.putScalar(i, sums.getDouble(i) + sequences.getFeatures().getDouble(i, 0, step));
            }
        }
        return new MultiDataSet(
                new INDArray[] {vectors, sequences.getFeatures()},
                new INDArray[] {positive(sums)},
                new INDArray[] {null, sequences.getFeaturesMaskArray()},
                null);
    }

    private static MultiDataSet classesAndValues() {
        INDArray features = normal(EXAMPLES, 4);
        return new MultiDataSet(
                new INDArray[] {features},
                new INDArray[] {positive(features.getColumn(0)), features.mmul(normal(4, 2))});
    }

    private static DataSet withoutMasks(DataSet sequences) {
        INDArray features = sequences.getFeatures();
        BooleanIndexing.replaceWhere(features, 0, Conditions.equals(JUNK));
        return new DataSet(features, sequences.getLabels());
    }

    private static DataSet autoencoded() {
        INDArray features = normal(EXAMPLES, 4);
        return new DataSet(features, features);
    }

    private static DataSet values() {
        INDArray features = normal(EXAMPLES, 4);
        return new DataSet(features, features.mmul(normal(4, 2)));
    }

    /** Each label of a linear function of its own. */
    private static DataSet labels() {
        INDArray features = normal(EXAMPLES, 4);
        return new DataSet(features, features.mmul(normal(4, 3)).gt(0).castTo(DataType.FLOAT));
    }
}
