// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of the kinds of data that the examples of DL4J's users are trained on. */
final class Data {

    private Data() {}

    static INDArray normal(long... shape) {
        Nd4j.getRandom().setSeed(7);
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    static INDArray uniform(double from, double to, long... shape) {
        Nd4j.getRandom().setSeed(8);
        return Nd4j.rand(DataType.FLOAT, shape).muli(to - from).addi(from);
    }

    /** One-hot labels, a class each. */
    static INDArray classes(int examples, int classes) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, classes);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, random.nextInt(classes), 1);
        }
        return labels;
    }

    /** One-hot series of [examples, classes, steps]. */
    static INDArray series(int examples, int classes, int steps) {
        return classes(examples * steps, classes)
                .reshape('c', examples, steps, classes)
                .permute(0, 2, 1)
                .dup();
    }

    /** Grey pixels from 0 to 1, four fifths of them black, as those of digits are. */
    static INDArray pixels(long... shape) {
        INDArray grey = uniform(0, 1, shape);
        return grey.mul(normal(shape).gt(0.84).castTo(DataType.FLOAT));
    }

    /** Ones and zeros. */
    static INDArray bits(double share, long... shape) {
        return uniform(0, 1, shape).lt(share).castTo(DataType.FLOAT);
    }

    static INDArray indices(int below, long... shape) {
        return uniform(0, below - 0.01, shape).castTo(DataType.INT32).castTo(DataType.FLOAT);
    }

    /** Measurements of flowers as botanists write them down, in centimetres: four columns, three species. */
    static DataSet flowers() {
        double[][] means = {{5.0, 3.4, 1.5, 0.2}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.6, 2.0}};
        INDArray labels = classes(60, 3);
        INDArray features = normal(60, 4).mul(0.35);
        for (int i = 0; i < 60; i++) {
            int species = labels.getRow(i).argMax().getInt(0);
            features.getRow(i).addi(Nd4j.createFromArray(means[species]).castTo(DataType.FLOAT));
        }
        return new DataSet(features, labels);
    }

    static DataSet standardised(DataSet data) {
        INDArray x = data.getFeatures();
        return new DataSet(x.subRowVector(x.mean(0)).divRowVector(x.std(0)), data.getLabels());
    }

    /** Points in two half moons, or within and around a ring. */
    static DataSet moons() {
        INDArray x = uniform(-1, 2, 64, 2);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 64, 2);
        for (int i = 0; i < 64; i++) {
            double side = x.getDouble(i, 1) - Math.sin(Math.PI * x.getDouble(i, 0));
            labels.putScalar(i, side > 0 ? 1 : 0, 1);
        }
        return new DataSet(x, labels);
    }

    /** The last {@code hidden} steps of every other series are padding. */
    static DataSet padded(DataSet data, int hidden) {
        INDArray mask = Nd4j.ones(
                DataType.FLOAT, data.getFeatures().size(0), data.getFeatures().size(2));
        for (int i = 0; i < mask.size(0); i += 2) {
            for (long t = mask.size(1) - hidden; t < mask.size(1); t++) {
                mask.putScalar(i, t, 0);
            }
        }
        data.setFeaturesMaskArray(mask);
        if (data.getLabels().rank() == 3) {
            data.setLabelsMaskArray(mask.dup());
        }
        return data;
    }
}
