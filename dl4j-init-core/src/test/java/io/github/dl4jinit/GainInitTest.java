// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    void noInitialiserWithAGainIsForgotten() {
        Set<String> withGain = new ClassFileImporter()
                .importPackages("io.github.dl4jinit").stream()
                        .filter(type -> type.getPackageName().equals("io.github.dl4jinit"))
                        .filter(type -> type.isAssignableTo(IWeightInit.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> type.getAllMethods().stream()
                                .anyMatch(method -> method.getName().equals("gain")))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
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
