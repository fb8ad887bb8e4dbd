// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class VarianceScalingInitTest {

    /** The papers' formulas at fan-in 200 and fan-out 50, worked out by hand: √(2/200), √(1/200), √(2/250). */
    @Test
    void namedSchemesHaveTheirFormula() {
        assertThat(new HeInit().std(200, 50)).isCloseTo(0.1, within(1e-15));
        assertThat(new XavierInit().std(200, 50)).isCloseTo(0.0707106781186548, within(1e-15));
        assertThat(new BengioInit().std(200, 50)).isCloseTo(0.0894427190999916, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "FAN_IN, 0.3",
        "FAN_OUT, 0.6",
        "FAN_AVG, 0.3794733192202055",
        "FAN_GEO_AVG, 0.4242640687119285",
        "FAN_SUM, 0.2683281572999748"
    })
    void everyKnobEntersTheFormula(FanMode mode, double std) {
        VarianceScalingInit init = new VarianceScalingInit(1.5, 8, mode, WeightDistribution.UNIFORM);
        assertThat(init.std(200, 50)).isCloseTo(std, within(1e-15));
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(new HeInit()).hasToString("HeInit(gain=1.0, numerator=2.0, fanMode=FAN_IN, distribution=NORMAL)");
        assertThat(new XavierInit())
                .hasToString("XavierInit(gain=1.0, numerator=1.0, fanMode=FAN_IN, distribution=NORMAL)");
        assertThat(new BengioInit())
                .hasToString("BengioInit(gain=1.0, numerator=2.0, fanMode=FAN_SUM, distribution=NORMAL)");
        assertThat(new OrthogonalInit()).hasToString("OrthogonalInit(gain=1.0)");
    }

    @Test
    void buildersChangeWhatTheyAreTold() {
        HeInit init = HeInit.builder()
                .gain(1.1)
                .numerator(3)
                .fanMode(FanMode.FAN_AVG)
                .distribution(WeightDistribution.TRUNCATED_NORMAL)
                .build();
        assertThat(init.gain()).isEqualTo(1.1);
        assertThat(init.numerator()).isEqualTo(3);
        assertThat(init.fanMode()).isEqualTo(FanMode.FAN_AVG);
        assertThat(init.distribution()).isEqualTo(WeightDistribution.TRUNCATED_NORMAL);
        assertThat(HeInit.builder().build()).isEqualTo(new HeInit());
        assertThat(HeInit.builder().gain(1.1).build()).isEqualTo(new HeInit(1.1));
        assertThat(XavierInit.builder().gain(1.1).build()).isEqualTo(new XavierInit(1.1));
        assertThat(BengioInit.builder().gain(1.1).build()).isEqualTo(new BengioInit(1.1));
        assertThat(VarianceScalingInit.builder().build())
                .hasToString("VarianceScalingInit(gain=1.0, numerator=1.0, fanMode=FAN_IN, distribution=NORMAL)");
    }

    @Test
    void equalityIsByClassAndEveryKnob() {
        VarianceScalingInit reference = new VarianceScalingInit(1, 2, FanMode.FAN_IN, WeightDistribution.NORMAL);
        assertThat(new VarianceScalingInit(1, 2, FanMode.FAN_IN, WeightDistribution.NORMAL))
                .isEqualTo(reference)
                .hasSameHashCodeAs(reference);
        assertThat(new HeInit(1.1)).isEqualTo(new HeInit(1.1)).hasSameHashCodeAs(new HeInit(1.1));
        assertThat(new OrthogonalInit(2)).isEqualTo(new OrthogonalInit(2)).hasSameHashCodeAs(new OrthogonalInit(2));

        assertThat(new VarianceScalingInit(1.5, 2, FanMode.FAN_IN, WeightDistribution.NORMAL))
                .isNotEqualTo(reference);
        assertThat(new VarianceScalingInit(1, 1, FanMode.FAN_IN, WeightDistribution.NORMAL))
                .isNotEqualTo(reference);
        assertThat(new VarianceScalingInit(1, 2, FanMode.FAN_OUT, WeightDistribution.NORMAL))
                .isNotEqualTo(reference);
        assertThat(new VarianceScalingInit(1, 2, FanMode.FAN_IN, WeightDistribution.UNIFORM))
                .isNotEqualTo(reference);
        assertThat((Object) new HeInit()).isNotEqualTo(reference);
        assertThat(reference).isNotEqualTo(null);
        assertThat(new OrthogonalInit(2)).isNotEqualTo(new OrthogonalInit(3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void gainAndNumeratorMustBePositiveAndFinite(double bad) {
        String rule = " must be positive and finite, received " + bad;
        assertThatIllegalArgumentException().isThrownBy(() -> new HeInit(bad)).withMessage("gain" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrthogonalInit(bad))
                .withMessage("gain" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VarianceScalingInit(1, bad, FanMode.FAN_IN, WeightDistribution.NORMAL))
                .withMessage("numerator" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XavierInit.builder().gain(bad))
                .withMessage("gain" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XavierInit.builder().numerator(bad))
                .withMessage("numerator" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BengioInit().std(bad, 1))
                .withMessage("fanIn" + rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BengioInit().std(1, bad))
                .withMessage("fanOut" + rule);
    }

    @Test
    void objectsMustBeGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeInit.builder().fanMode(null))
                .withMessage("fanMode must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeInit.builder().distribution(null))
                .withMessage("distribution must be given, received null");
    }

    @Test
    void initRefusesAViewOfTheWrongLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeInit().init(3, 4, new long[] {3, 4}, 'f', Nd4j.zeros(DataType.FLOAT, 11)))
                .withMessage("paramView must be of 12 elements for the shape [3, 4], received 11");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new OrthogonalInit().init(3, 4, new long[] {3, 4}, 'f', Nd4j.zeros(DataType.FLOAT, 13)))
                .withMessage("paramView must be of 12 elements for the shape [3, 4], received 13");
    }

    @Test
    void initRefusesFansThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeInit().init(-3, 4, new long[] {1}, 'f', Nd4j.zeros(DataType.FLOAT, 1)))
                .withMessage("fanIn must be zero or more and finite, received -3.0");
    }
}
