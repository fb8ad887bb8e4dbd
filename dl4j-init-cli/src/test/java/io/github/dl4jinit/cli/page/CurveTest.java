// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Curves that are thinned. */
class CurveTest {

    /** Sums of at most 1000 doubles near 1 in two orders differ by their rounding. */
    private static final double ROUNDING = 1000 * Math.ulp(1.0);

    @ParameterizedTest
    @CsvSource({"1, 10, 1", "10, 10, 1", "11, 10, 2", "469, 100, 8", "469, 7, 128", "1000, 1, 1024", "1024, 512, 2"})
    void aValueIsTheMeanOfItsIterations(int iterations, int most, int width) {
        List<Double> losses = losses(iterations);
        Curve curve = Curve.of(losses, most);
        assertThat(curve.width()).isEqualTo(width);
        assertThat(curve.length()).isEqualTo(iterations);
        assertThat(curve.values()).hasSizeLessThanOrEqualTo(most).hasSize((iterations + width - 1) / width);
        for (int k = 0; k < curve.values().length; k++) {
            double mean = losses.subList(k * width, Math.min(iterations, (k + 1) * width)).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            assertThat(curve.values()[k]).isCloseTo(mean, within(ROUNDING));
        }
    }

    @Test
    void whatIsThinnedTwiceIsWhatIsThinnedAtOnce() {
        List<Double> losses = losses(469);
        assertThat(Curve.of(losses, 60).thinned(9).values())
                .containsExactly(Curve.of(losses, 9).values(), within(ROUNDING));
    }

    @Test
    void curvesOfOneChartShareTheWidthOfTheLongest() {
        List<Curve> curves = List.of(Curve.of(losses(469), 1000), Curve.of(losses(5), 1000), Curve.of(List.of(), 1000));
        int width = Curve.commonWidth(curves, 100);
        assertThat(width).isEqualTo(8);
        assertThat(curves)
                .extracting(curve -> curve.ofWidth(width).values().length)
                .containsExactly(59, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "2.302585, 2.303",
        "0.00012345678, 1.235E-4",
        "-12345.6, -12350",
        "0, 0",
        "1E300, 1E300",
        "4E-320, 4E-320"
    })
    void numbersHaveFourDigits(double value, double rounded) {
        assertThat(Digits.of(value)).isEqualTo(rounded);
    }

    private static List<Double> losses(int iterations) {
        Random random = new Random(iterations);
        return DoubleStream.generate(() -> 0.5 + random.nextDouble())
                .limit(iterations)
                .boxed()
                .toList();
    }
}
