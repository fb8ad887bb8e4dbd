// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.weightinit.WeightInit;
import org.nd4j.weightinit.WeightInitScheme;

class SameDiffInitTest {

    private static final int DEPTH = 50;
    private static final int WIDTH = 128;

    /** The logarithm of the mean square gains a variance of about 5 / width in a ReLU layer with He's weights. */
    @Test
    void fiftyReluLayersKeepTheirSignal() {
        double scatter = Math.sqrt(5.0 * DEPTH / WIDTH);
        double he = logOfSignal(new SameDiffInit(new HeInit()));
        assertThat(Math.abs(he)).isLessThan(4 * scatter);
        double xavier = logOfSignal(new SameDiffInit(new XavierInit()));
        assertThat(Math.abs(xavier - DEPTH * Math.log(0.5))).isLessThan(4 * scatter);
        assertThat(xavier).isLessThan(-4 * scatter);
    }

    /** ln of the mean square of the pre-activations of the last layer over that of the first. */
    private static double logOfSignal(WeightInitScheme scheme) {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(42);
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, WIDTH);
        for (int i = 0; i <= DEPTH; i++) {
            SDVariable w = sd.var("w" + i, scheme, DataType.FLOAT, WIDTH, WIDTH);
            x = sd.nn.relu("a" + i, x.mmul("z" + i, w), 0);
        }
        Map<String, INDArray> out = sd.output(Map.of("x", Nd4j.randn(DataType.FLOAT, 64, WIDTH)), "z0", "z" + DEPTH);
        return Math.log(meanSquare(out.get("z" + DEPTH)) / meanSquare(out.get("z0")));
    }

    static Stream<Arguments> shapesAndFans() {
        return Stream.of(
                Arguments.of(new long[] {}, 1, 1),
                Arguments.of(new long[] {400}, 1, 1),
                Arguments.of(new long[] {60, 30}, 60, 30),
                Arguments.of(new long[] {5, 20, 30}, 5 * 20, 5 * 30),
                Arguments.of(new long[] {3, 5, 20, 30}, 15 * 20, 15 * 30),
                Arguments.of(new long[] {3, 1, 20, 30}, 3 * 20, 3 * 30),
                Arguments.of(new long[] {3, 2, 4, 20, 30}, 24 * 20, 24 * 30));
    }

    @ParameterizedTest
    @MethodSource("shapesAndFans")
    void fansFollowFromTheShape(long[] shape, double fanIn, double fanOut) {
        for (FanMode mode : new FanMode[] {FanMode.FAN_IN, FanMode.FAN_OUT}) {
            HeInit init = HeInit.builder().fanMode(mode).build();
            SameDiff sd = SameDiff.create();
            Nd4j.getRandom().setSeed(42);
            INDArray weights =
                    sd.var("w", new SameDiffInit(init), DataType.FLOAT, shape).getArr();
            assertThat(weights.shape()).isEqualTo(shape);
            double std = init.std(fanIn, fanOut);
            // √(2/n) is the relative standard error of the variance of n normal numbers of known mean.
            assertThat(Math.abs(meanSquare(weights) / (std * std) - 1) / Math.sqrt(2.0 / weights.length()))
                    .isLessThan(4);
        }
    }

    /**
     * The initialiser gets exactly the fans, and DL4J's layout for kernels; with explicit fans the shape goes as it
     * stands.
     */
    @ParameterizedTest
    @MethodSource("shapesAndFans")
    void whatTheInitialiserIsAsked(long[] shape, double fanIn, double fanOut) {
        List<Object> asked = new ArrayList<>();
        IWeightInit recorder = (in, out, shapeOfInit, order, view) -> {
            asked.addAll(List.of(in, out, Arrays.toString(shapeOfInit), order));
            return new HeInit().init(in, out, shapeOfInit, order, view);
        };
        new SameDiffInit(recorder).create(DataType.FLOAT, shape);
        int taps = shape.length - 2;
        long[] ofDl4j = shape.clone();
        if (taps > 0) {
            System.arraycopy(shape, 0, ofDl4j, 2, taps);
            ofDl4j[0] = shape[taps + 1];
            ofDl4j[1] = shape[taps];
        }
        assertThat(asked).containsExactly(fanIn, fanOut, Arrays.toString(ofDl4j), 'c');
        asked.clear();
        SameDiffInit.of(recorder, 7, 11.5).create(DataType.FLOAT, shape);
        assertThat(asked).containsExactly(7.0, 11.5, Arrays.toString(shape), 'c');
    }

    /** Each output sums kernel · in products of variance He's 2 / fan-in: a mean square of 2. */
    @Test
    void convolutionDoublesTheMeanSquare() {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(42);
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 16, 12, 12);
        SDVariable w = sd.var("w", new SameDiffInit(new HeInit()), DataType.FLOAT, 3, 3, 16, 64);
        sd.cnn.conv2d(
                "y",
                x,
                w,
                Conv2DConfig.builder()
                        .kH(3)
                        .kW(3)
                        .paddingMode(PaddingMode.VALID)
                        .build());
        INDArray y = sd.output(Map.of("x", Nd4j.randn(DataType.FLOAT, 32, 16, 12, 12)), "y")
                .get("y");
        assertThat(y.shape()).containsExactly(32, 64, 10, 10);
        // Filters scatter by √(2/144) each, of which there are 64, and the 73 728 pixels by less than a tenth of that.
        assertThat(meanSquare(y) / 2).isCloseTo(1, within(4 * Math.sqrt(2.0 / (144 * 64))));
    }

    /** Kernels are orthogonal as a matrix [taps · in, out], tall and wide, in one, two and three dimensions. */
    @Test
    void orthogonalKernels() {
        for (long[] shape : new long[][] {
            {5, 8, 16}, {3, 3, 8, 16}, {3, 2, 4, 40}, {1, 1, 16, 16}, {3, 2, 4, 5, 16}, {30, 20}, {20, 30}
        }) {
            INDArray kernel = new SameDiffInit(new OrthogonalInit(2)).create(DataType.DOUBLE, shape);
            assertThat(kernel.shape()).isEqualTo(shape);
            long out = shape[shape.length - 1];
            INDArray matrix = kernel.dup('c').reshape('c', kernel.length() / out, out);
            INDArray gram = matrix.rows() >= out ? matrix.transpose().mmul(matrix) : matrix.mmul(matrix.transpose());
            gram.subi(Nd4j.eye(gram.rows()).castTo(DataType.DOUBLE).muli(4));
            assertThat(gram.amaxNumber().doubleValue())
                    .as(Arrays.toString(shape))
                    .isLessThan(1e-12);
        }
    }

    static Stream<Arguments> kernels() {
        return Stream.of(
                Arguments.of(new int[] {3}),
                Arguments.of(new int[] {4}),
                Arguments.of(new int[] {3, 3}),
                Arguments.of(new int[] {2, 4}),
                Arguments.of(new int[] {3, 3, 3}),
                Arguments.of(new int[] {2, 4, 3}));
    }

    /** Ten convolutions that widen by a channel each, in graphs of their own layout, even kernels too. */
    @ParameterizedTest
    @MethodSource("kernels")
    void deltaOrthogonalConvolutionsKeepEveryNorm(int[] kernel) {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(42);
        long[] shapeOfX = new long[kernel.length + 2];
        Arrays.fill(shapeOfX, 6);
        shapeOfX[0] = 3;
        shapeOfX[1] = 2;
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, shapeOfX);
        for (int layer = 0; layer < 10; layer++) {
            long[] shape = new long[kernel.length + 2];
            for (int i = 0; i < kernel.length; i++) {
                shape[i] = kernel[i];
            }
            shape[kernel.length] = layer + 2;
            shape[kernel.length + 1] = layer + 3;
            SDVariable w = sd.var("w" + layer, new SameDiffInit(new DeltaOrthogonalInit()), DataType.DOUBLE, shape);
            x = convolution(sd, "y" + layer, x, w, WeightsFormat.YXIO, kernel);
        }
        INDArray input = Nd4j.randn(DataType.DOUBLE, shapeOfX);
        assertNorms(sd.output(Map.of("x", input), "y9").get("y9"), input);
    }

    /** With explicit fans the shape is DL4J's own, which conv2d calls OIYX. */
    @Test
    void otherFormatsAreHandedOnAsTheyAre() {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(42);
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, 3, 4, 6, 6);
        SDVariable w =
                sd.var("w", SameDiffInit.of(new DeltaOrthogonalInit(), 4 * 9, 7 * 9), DataType.DOUBLE, 7, 4, 3, 3);
        convolution(sd, "y", x, w, WeightsFormat.OIYX, 3, 3);
        INDArray input = Nd4j.randn(DataType.DOUBLE, 3, 4, 6, 6);
        assertNorms(sd.output(Map.of("x", input), "y").get("y"), input);
    }

    private static SDVariable convolution(
            SameDiff sd, String name, SDVariable x, SDVariable w, WeightsFormat format, int... k) {
        switch (k.length) {
            case 1:
                return sd.cnn.conv1d(
                        name,
                        x,
                        w,
                        Conv1DConfig.builder()
                                .k(k[0])
                                .paddingMode(PaddingMode.SAME)
                                .build());
            case 2:
                return sd.cnn.conv2d(
                        name,
                        x,
                        w,
                        Conv2DConfig.builder()
                                .kH(k[0])
                                .kW(k[1])
                                .paddingMode(PaddingMode.SAME)
                                .weightsFormat(format)
                                .build());
            default:
                return sd.cnn.conv3d(
                        name,
                        x,
                        w,
                        Conv3DConfig.builder()
                                .kD(k[0])
                                .kH(k[1])
                                .kW(k[2])
                                .paddingMode(PaddingMode.SAME)
                                .dataFormat(Conv3DConfig.NCDHW)
                                .build());
        }
    }

    private static void assertNorms(INDArray actual, INDArray expected) {
        for (int example = 0; example < expected.size(0); example++) {
            assertThat(actual.slice(example).norm2Number().doubleValue()
                            / expected.slice(example).norm2Number().doubleValue())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void newArraysAndViewsOfParameters(DataType type) {
        for (IWeightInit init : List.of(new HeInit(), new OrthogonalInit(), new DeltaOrthogonalInit())) {
            for (long[] shape : new long[][] {{}, {4}, {4, 3}, {3, 3, 2, 4}}) {
                SameDiffInit scheme = new SameDiffInit(init);
                Nd4j.getRandom().setSeed(42);
                INDArray created = scheme.create(type, shape);
                assertThat(created.dataType()).isEqualTo(type);
                assertThat(created.shape()).isEqualTo(shape);
                assertThat(created.ordering()).isEqualTo('c');

                // A view of an array that is longer at both ends, whose rest stays.
                long length = Shapes.elements(shape);
                INDArray all = Nd4j.valueArrayOf(new long[] {length + 2}, 9.0, type);
                INDArray view = all.get(NDArrayIndex.interval(1, length + 1));
                Nd4j.getRandom().setSeed(42);
                INDArray returned = scheme.create(shape, view);
                assertThat(Hashes.of(returned)).isEqualTo(Hashes.of(created));
                assertThat(returned.shape()).isEqualTo(shape);
                assertThat(Hashes.of(view)).isEqualTo(Hashes.of(created));
                assertThat(all.getDouble(0)).isEqualTo(9);
                assertThat(all.getDouble(length + 1)).isEqualTo(9);
            }
        }
    }

    @Test
    void seedsGovern() {
        assertThat(hashes(7)).isEqualTo(hashes(7)).doesNotContainAnyElementsOf(hashes(8));
        assertThat(hashes(7)).doesNotHaveDuplicates();
    }

    private static List<String> hashes(long seed) {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(seed);
        SameDiffInit scheme = new SameDiffInit(new HeInit());
        return List.of(
                Hashes.of(sd.var("a", scheme, DataType.FLOAT, 30, 20).getArr()),
                Hashes.of(sd.var("b", scheme, DataType.FLOAT, 30, 20).getArr()),
                Hashes.of(sd.var("c", scheme, DataType.FLOAT, 3, 3, 5, 6).getArr()));
    }

    @Test
    void savedAndLoaded(@TempDir Path folder) {
        SameDiff sd = SameDiff.create();
        Nd4j.getRandom().setSeed(42);
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 30);
        SDVariable w = sd.var("w", new SameDiffInit(new HeInit()), DataType.FLOAT, 30, 20);
        sd.var("k", new SameDiffInit(new OrthogonalInit()), DataType.FLOAT, 3, 3, 4, 5);
        x.mmul("y", w);
        File file = folder.resolve("graph.fb").toFile();
        sd.save(file, false);
        SameDiff loaded = SameDiff.load(file, false);
        for (String name : new String[] {"w", "k"}) {
            INDArray array = loaded.getVariable(name).getArr();
            assertThat(array.shape()).isEqualTo(sd.getVariable(name).getArr().shape());
            assertThat(Hashes.of(array))
                    .isEqualTo(Hashes.of(sd.getVariable(name).getArr()));
        }
        Map<String, INDArray> input = Map.of("x", Nd4j.randn(DataType.FLOAT, 8, 30));
        assertThat(Hashes.of(loaded.output(input, "y").get("y")))
                .isEqualTo(Hashes.of(sd.output(input, "y").get("y")));
    }

    /** DL4J's own initialisers serve too: Glorot's variance 2 / (fan-in + fan-out), and the identity. */
    @Test
    void initialisersOfDl4j() {
        Nd4j.getRandom().setSeed(42);
        INDArray weights = new SameDiffInit(new WeightInitXavier()).create(DataType.FLOAT, 3, 3, 20, 30);
        assertThat(meanSquare(weights) * 9 * 50 / 2).isCloseTo(1, within(4 * Math.sqrt(2.0 / weights.length())));
        INDArray identity = new SameDiffInit(new WeightInitIdentity(null)).create(DataType.FLOAT, 3, 3, 4, 4);
        assertThat(identity.slice(1).slice(1).equals(Nd4j.eye(4).castTo(DataType.FLOAT)))
                .isTrue();
        assertThat(identity.sumNumber().doubleValue()).isEqualTo(4);
    }

    @Test
    void arguments() {
        SameDiffInit scheme = new SameDiffInit(new HeInit());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SameDiffInit(null))
                .withMessage("init must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SameDiffInit.of(new HeInit(), 0, 1))
                .withMessage("fanIn must be positive and finite, received 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SameDiffInit.of(new HeInit(), 1, Double.NaN))
                .withMessage("fanOut must be positive and finite, received NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.create(DataType.FLOAT, 3, -1))
                .withMessage("shape must be of dimensions of 1 or more, received [3, -1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.create(new long[] {3, 4}, Nd4j.create(DataType.FLOAT, 11)))
                .withMessage("paramView must be of 12 elements for the shape [3, 4], received 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.create(DataType.INT32, 3, 4))
                .withMessage("data type must be one of FLOAT, DOUBLE, HALF, BFLOAT16, received INT");
    }

    @Test
    void values() {
        SameDiffInit scheme = new SameDiffInit(new OrthogonalInit());
        SameDiffInit withFans = SameDiffInit.of(new OrthogonalInit(), 3, 4);
        assertThat(scheme)
                .isEqualTo(new SameDiffInit(new OrthogonalInit()))
                .hasSameHashCodeAs(new SameDiffInit(new OrthogonalInit()))
                .isNotEqualTo(new SameDiffInit(new OrthogonalInit(2)))
                .isNotEqualTo(withFans)
                .hasToString("SameDiffInit(OrthogonalInit(gain=1.0))");
        assertThat(withFans)
                .isEqualTo(SameDiffInit.of(new OrthogonalInit(), 3, 4))
                .hasSameHashCodeAs(SameDiffInit.of(new OrthogonalInit(), 3, 4))
                .isNotEqualTo(SameDiffInit.of(new OrthogonalInit(), 4, 3))
                .hasToString("SameDiffInit(OrthogonalInit(gain=1.0), fanIn=3.0, fanOut=4.0)");
        assertThat(scheme.order()).isEqualTo('c');
        assertThat(scheme.type()).isEqualTo(WeightInit.SUPPLIED);
    }

    private static double meanSquare(INDArray array) {
        INDArray elements = array.castTo(DataType.DOUBLE);
        return elements.mul(elements).meanNumber().doubleValue();
    }
}
