// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every initialiser that has a gain gives its like with another gain. */
class GainInitTest {

    /** One of each class, with no knob at its default. */
    static List<GainInit> specimens() {
        return List.of(
                new VarianceScalingInit(1.5, 3, FanMode.FAN_OUT, WeightDistribution.UNIFORM),
                HeInit.builder()
                        .gain(1.5)
                        .numerator(3)
                        .fanMode(FanMode.FAN_GEO_AVG)
                        .distribution(WeightDistribution.UNIFORM)
                        .build(),
                XavierInit.builder()
                        .gain(1.5)
                        .numerator(3)
                        .fanMode(FanMode.FAN_OUT)
                        .distribution(WeightDistribution.TRUNCATED_NORMAL)
                        .build(),
                BengioInit.builder()
                        .gain(1.5)
                        .numerator(3)
                        .fanMode(FanMode.FAN_AVG)
                        .distribution(WeightDistribution.UNIFORM)
                        .build(),
                new OrthogonalInit(1.5),
                new DeltaOrthogonalInit(1.5),
                new GateOrthogonalInit(1.5),
                MirroredInit.hidden(new ActivationLReLU(0.25)).withGain(1.5));
    }

    @Test
    void noInitialiserWithAGainIsForgotten() throws Exception {
        Set<String> withGain = new HashSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of("target/classes/io/github/dl4jinit"), "*Init.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("io.github.dl4jinit." + name);
                boolean has = Stream.of(type.getMethods())
                        .anyMatch(method -> method.getName().equals("gain"));
                if (has && IWeightInit.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    withGain.add(type.getName());
                }
            }
        }
        assertThat(specimens())
                .extracting(init -> init.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(withGain);
    }

    @ParameterizedTest
    @MethodSource("specimens")
    void onlyTheGainChanges(GainInit init) {
        GainInit other = init.withGain(0.375);
        assertThat(other.gain()).isEqualTo(0.375);
        assertThat(other).hasSameClassAs(init).isNotEqualTo(init);
        assertThat(other).hasToString(init.toString().replace("gain=1.5", "gain=0.375"));
        assertThat(other.withGain(1.5)).isEqualTo(init).hasSameHashCodeAs(init);
    }

    /** The ratio is a power of two, so that no rounding comes between. */
    @ParameterizedTest
    @MethodSource("specimens")
    void weightsScaleByTheRatio(GainInit init) {
        long[] shape = init instanceof DeltaOrthogonalInit ? new long[] {8, 6, 3, 3} : new long[] {12, 32};
        INDArray scaled = draw(init.withGain(1.5 / 4), shape).mul(4);
        assertThat(scaled.toDoubleVector()).isEqualTo(draw(init, shape).toDoubleVector());
    }

    @ParameterizedTest
    @MethodSource("specimens")
    void theGainIsChecked(GainInit init) {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> init.withGain(bad))
                    .withMessage("gain must be positive and finite, received " + bad);
        }
    }

    private static INDArray draw(IWeightInit init, long... shape) {
        Nd4j.getRandom().setSeed(42);
        INDArray weights = Nd4j.create(DataType.DOUBLE, Shapes.elements(shape));
        init.init(shape[0], shape[1], shape, 'f', weights);
        return weights;
    }
}
