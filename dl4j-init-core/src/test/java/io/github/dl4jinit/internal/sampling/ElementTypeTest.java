// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.GainInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.MirroredInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights that become infinite or vanish in their data type are refused; all others have the deviation asked for. */
class ElementTypeTest {

    private static final long[] SHAPE = {100, 100};

    @ParameterizedTest
    @CsvSource({
        "FLOAT,    1e39,  1.2e-38, 3.7e+37",
        "FLOAT,    1e-50, 1.2e-38, 3.7e+37",
        "HALF,     1e5,   9.5e-07, 7.1e+03",
        "HALF,     1e-8,  9.5e-07, 7.1e+03",
        "BFLOAT16, 1e38,  1.2e-38, 3.7e+37",
        "BFLOAT16, 1e-40, 1.2e-38, 3.7e+37",
        "DOUBLE,   1e308, 2.2e-308, 2.0e+307",
        "DOUBLE,   1e-310, 2.2e-308, 2.0e+307",
    })
    void saysWhatTheTypeHolds(DataType type, double gain, String smallest, String largest) {
        INDArray view = Nd4j.zeros(type, 16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new XavierInit(gain).init(1, 1, new long[] {4, 4}, 'f', view))
                .withMessage("standard deviation of the weights must be from " + smallest + " to " + largest
                        + ", which " + type + " can hold, received " + gain);
        assertThat(view.sumNumber().doubleValue()).isZero();
    }

    /** From far below the smallest to far above the largest: refused, or neither 0 nor infinite, and as asked for. */
    @ParameterizedTest
    @MethodSource("initialisersAndTypes")
    void refusedOrRight(GainInit init, DataType type) {
        ElementType held = ElementType.of(type);
        double asked = std(init.withGain(1), type);
        int drawn = 0;
        int from = Math.max(-1070, Math.getExponent(smallest(held)) - 12);
        int to = Math.min(1023, Math.getExponent(largest(held)) + 12);
        for (int exponent : Stream.concat(
                        Stream.iterate(from, e -> e < from + 26, e -> e + 2),
                        Stream.iterate(to, e -> e > to - 30, e -> e - 1))
                .collect(Collectors.toList())) {
            double gain = Math.scalb(1.3, exponent);
            try {
                // Rounding to 8 bits is a relative error of 2⁻⁹ at most, whose mean over the weights is far smaller.
                assertThat(std(init.withGain(gain), type) / gain / asked)
                        .as("gain " + gain)
                        .isCloseTo(1, within(4e-3));
                drawn++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("which " + held + " can hold");
            }
        }
        assertThat(drawn).isBetween(10, 40);
    }

    static List<Arguments> initialisersAndTypes() {
        return Stream.of(
                        new HeInit(),
                        HeInit.builder()
                                .distribution(WeightDistribution.UNIFORM)
                                .build(),
                        HeInit.builder()
                                .distribution(WeightDistribution.TRUNCATED_NORMAL)
                                .build(),
                        new OrthogonalInit(),
                        MirroredInit.hidden())
                .flatMap(init -> Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16)
                        .map(type -> Arguments.of(init, type)))
                .collect(Collectors.toList());
    }

    private static double smallest(ElementType type) {
        return type == ElementType.HALF ? 0x1p-24 : type == ElementType.DOUBLE ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    }

    private static double largest(ElementType type) {
        return type == ElementType.HALF ? 65504 : type == ElementType.DOUBLE ? Double.MAX_VALUE : Float.MAX_VALUE;
    }

    /** The deviation of what is drawn, summed in a way that does not overflow. */
    private static double std(GainInit init, DataType type) {
        Nd4j.getRandom().setSeed(7);
        double[] elements = init.init(100, 100, SHAPE, 'f', Nd4j.createUninitialized(type, 10_000))
                .dup('c')
                .reshape(10_000)
                .toDoubleVector();
        double largest = 0;
        for (double element : elements) {
            largest = Math.max(largest, Math.abs(element));
        }
        double sum = 0;
        for (double element : elements) {
            sum += element / largest * (element / largest);
        }
        return largest * Math.sqrt(sum / elements.length);
    }

    @ParameterizedTest
    @CsvSource({"1e39", "1e-50"})
    void kernelsToo(double gain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeltaOrthogonalInit(gain)
                        .init(18, 18, new long[] {2, 2, 3, 3}, 'c', Nd4j.zeros(DataType.FLOAT, 36)))
                .withMessageContaining("which FLOAT can hold");
    }
}
