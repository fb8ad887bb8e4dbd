// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemeTest {

    @Test
    void everySyntax() {
        assertThat(Scheme.parse("he").init()).isEqualTo(new HeInit());
        assertThat(Scheme.parse("he()")).isEqualTo(Scheme.parse("he"));
        assertThat(Scheme.parse("xavier(gain=1.2)").init()).isEqualTo(new XavierInit(1.2));
        assertThat(Scheme.parse("bengio( numerator=3, distribution=uniform ,fanMode=FAN_OUT)")
                        .init())
                .isEqualTo(BengioInit.builder()
                        .numerator(3)
                        .distribution(WeightDistribution.UNIFORM)
                        .fanMode(FanMode.FAN_OUT)
                        .build());
        assertThat(Scheme.parse("orthogonal").init()).isEqualTo(new OrthogonalInit());
        assertThat(Scheme.parse("orthogonal(gain=1.4)").init()).isEqualTo(new OrthogonalInit(1.4));
        assertThat(Scheme.parse("normal(0.01)").init())
                .isEqualTo(new WeightInitDistribution(new NormalDistribution(0, 0.01)));
        assertThat(Scheme.parse("dl4j:XAVIER").init()).isInstanceOf(WeightInitXavier.class);
    }

    @Test
    void listsAreSplitOutsideParentheses() {
        assertThat(Scheme.parseList("he(gain=1.2,distribution=uniform), xavier,normal(0.01)"))
                .extracting(Scheme::text)
                .containsExactly("he(gain=1.2,distribution=uniform)", "xavier", "normal(0.01)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hee | scheme must be one of he, xavier, bengio (each with",
                "he(gain=1 | scheme must be one of he, xavier,",
                "'' | scheme must be one of he, xavier,",
                "he, | scheme must be one of he, xavier,",
                "dl4j:XAVER | scheme must be one of he, xavier,",
                "dl4j:DISTRIBUTION | scheme must be one of he, xavier,",
                "he(gian=1) | knob of he(gian=1) must be one of [distribution, fanMode, gain, numerator], given once as name=value, received gian=1",
                "he(gain=1,gain=2) | given once as name=value, received gain=2",
                "orthogonal(numerator=1) | knob of orthogonal(numerator=1) must be one of [gain]",
                "he(gain=x) | gain must be a number, received x",
                "he(gain=-1) | gain must be positive and finite, received -1.0",
                "he(gain=NaN) | gain must be positive and finite, received NaN",
                "he(distribution=gauss) | distribution must be one of [normal, truncated_normal, uniform], received gauss",
                "normal | normal must be written with its standard deviation, as in normal(0.01), received normal",
                "normal(0) | standard deviation must be positive and finite, received 0.0",
                "network(gian=1) | knob of network(gian=1) must be one of [distribution, gain, preserve, residual, sigmaB2]",
                "network(distribution=gauss) | distribution must be one of [normal, truncated_normal, uniform, orthogonal], received gauss",
                "network(residual=yes) | residual must be one of [none, depth_scaled, fixup, skip_init], received yes",
                "network(sigmaB2=-1) | sigmaB2 must be zero or more and finite, received -1.0",
                "network(gain=NaN) | gain must be positive and finite, received NaN",
                "meanfield | meanfield must be written with its sigmaW2, received meanfield",
                "meanfield(sigmaB2=0.1) | meanfield must be written with its sigmaW2, received meanfield(sigmaB2=0.1)",
                "meanfield(sigmaW2=0) | sigmaW2 must be positive and finite, received 0.0",
                "meanfield(sigmaW2=1,sigmaB2=-1) | sigmaB2 must be zero or more and finite, received -1.0",
                "meanfield(sigmaW2=1,sigmaB2=NaN) | sigmaB2 must be zero or more and finite, received NaN",
                "meanfield(gain=1) | knob of meanfield(gain=1) must be one of [sigmaB2, sigmaW2]",
                "lsuv(tolerance=0) | tolerance must be positive and finite, received 0.0",
                "lsuv(maxTrials=1.5) | maxTrials must be a whole number, received 1.5",
                "he,he() | schemes must be different from each other, received he,he()",
                "he,xavier,he | schemes must be different from each other, received he,xavier,he",
            })
    void mistakesAreNamed(String written, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheme.parseList(written))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | gain | he(gain=1.5)",
                "he() | gain | he(gain=1.5)",
                "he(distribution=uniform) | gain | he(distribution=uniform,gain=1.5)",
                "he(gain=2) | numerator | he(gain=2,numerator=1.5)",
                "meanfield(sigmaW2=2) | sigmaB2 | meanfield(sigmaW2=2,sigmaB2=1.5)",
                // A knob that begins like another is another.
                "x(gainer=2) | gain | x(gainer=2,gain=1.5)",
            })
    void oneMoreKnob(String scheme, String knob, String expected) {
        assertThat(Scheme.with(scheme, knob, "1.5")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he(gain=2) | scheme must be without gain, which is given apart from it, received he(gain=2)",
                "he(numerator=1,gain=2) | scheme must be without gain, which is given apart from it",
                "dl4j:XAVIER | scheme must be one that has a knob gain, received dl4j:XAVIER",
                // Its last digit must not be taken for the parenthesis.
                "he(numerator=12 | scheme must be one of he, xavier,",
                "he( | scheme must be one of he, xavier,",
            })
    void noMoreKnob(String scheme, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheme.with(scheme, "gain", "1.5"))
                .withMessageContaining(message);
    }

    @Test
    void theMessageListsDl4jsOwn() {
        assertThat(Scheme.known()).contains("XAVIER_UNIFORM", "LECUN_NORMAL").doesNotContain("DISTRIBUTION,");
    }
}
