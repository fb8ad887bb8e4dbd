// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What one example of an input is: numbers of one of DL4J's types, or indices of a vocabulary. */
final class InputShape {

    /** The length of a series where nothing says it. */
    private static final int TIME_STEPS = 50;

    /** The seed of indices; numbers come from ND4J's generator. */
    private static final long SEED = 1;

    private final InputType type;

    /** What indices are smaller than; 0 for numbers. */
    private final long vocabulary;

    private InputShape(InputType type, long vocabulary) {
        this.type = type;
        this.vocabulary = vocabulary;
    }

    /** Numbers of a type. */
    static InputShape of(InputType type) {
        if (type instanceof InputTypeRecurrent && ((InputTypeRecurrent) type).getTimeSeriesLength() < 1) {
            InputTypeRecurrent series = (InputTypeRecurrent) type;
            return series(series.getSize(), TIME_STEPS, series.getFormat() == RNNFormat.NWC);
        }
        return type instanceof InputTypeConvolutionalFlat
                ? vector(type.arrayElementsPerExample())
                : new InputShape(type, 0);
    }

    /** So many numbers. */
    static InputShape vector(long units) {
        return new InputShape(InputType.feedForward(units), 0);
    }

    /** A series of no particular length. */
    static InputShape series(long units, boolean unitsLast) {
        return series(units, TIME_STEPS, unitsLast);
    }

    /** A series. */
    static InputShape series(long units, long steps, boolean unitsLast) {
        return new InputShape(InputType.recurrent(units, steps, unitsLast ? RNNFormat.NWC : RNNFormat.NCW), 0);
    }

    /** An image. */
    static InputShape image(long height, long width, long channels, boolean channelsLast) {
        CNN2DFormat format = channelsLast ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
        return new InputShape(InputType.convolutional(height, width, channels, format), 0);
    }

    /** So many indices; 0 for no particular number. */
    static InputShape indices(long vocabulary, long length) {
        return new InputShape(InputType.feedForward(length == 0 ? TIME_STEPS : length), vocabulary);
    }

    /** DL4J's type, of the indices' own shape where they are indices. */
    InputType type() {
        return type;
    }

    /** Whether they are indices. */
    boolean isIndices() {
        return vocabulary > 0;
    }

    /** How many numbers or indices an example has. */
    long elements() {
        return type.arrayElementsPerExample();
    }

    /** The number of units, or channels. */
    long units() {
        if (type instanceof InputTypeRecurrent) {
            return ((InputTypeRecurrent) type).getSize();
        }
        if (type instanceof InputTypeConvolutional) {
            return ((InputTypeConvolutional) type).getChannels();
        }
        return type instanceof InputTypeConvolutional3D
                ? ((InputTypeConvolutional3D) type).getChannels()
                : type.arrayElementsPerExample();
    }

    /** The same with another number of units. */
    InputShape withUnits(long units) {
        if (type instanceof InputTypeRecurrent) {
            InputTypeRecurrent t = (InputTypeRecurrent) type;
            return of(InputType.recurrent(units, t.getTimeSeriesLength(), t.getFormat()));
        }
        if (type instanceof InputTypeConvolutional) {
            InputTypeConvolutional t = (InputTypeConvolutional) type;
            return of(InputType.convolutional(t.getHeight(), t.getWidth(), units, t.getFormat()));
        }
        if (type instanceof InputTypeConvolutional3D) {
            InputTypeConvolutional3D t = (InputTypeConvolutional3D) type;
            return of(InputType.convolutional3D(t.getDataFormat(), t.getDepth(), t.getHeight(), t.getWidth(), units));
        }
        return new InputShape(InputType.feedForward(units), vocabulary);
    }

    /** The same indices, as many as a series of a type has steps, if it says how many. */
    InputShape asLongAs(InputType series) {
        boolean told = series instanceof InputTypeRecurrent && ((InputTypeRecurrent) series).getTimeSeriesLength() > 0;
        return told ? withUnits(((InputTypeRecurrent) series).getTimeSeriesLength()) : this;
    }

    /** Standard normal numbers, or indices that are equally frequent. */
    INDArray draw(int examples, DataType dataType) {
        long[] shape = LongStream.concat(LongStream.of(examples), LongStream.of(type.getShape()))
                .toArray();
        return isIndices() ? indices(shape).castTo(dataType) : Nd4j.randn(dataType, shape);
    }

    private INDArray indices(long... shape) {
        double[] indices = new SplittableRandom(SEED)
                .doubles(LongStream.of(shape).reduce(1, (a, b) -> a * b))
                .map(uniform -> Math.floor(uniform * vocabulary))
                .toArray();
        return Nd4j.createFromArray(indices).reshape(shape);
    }
}
