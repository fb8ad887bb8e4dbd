// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.GainInit;
import io.github.dl4jinit.GateOrthogonalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemeTest {

    @Test
    void everySyntax() {
        assertThat(init("he")).isEqualTo(new HeInit());
        assertThat(init("xavier(gain=1.2)")).isEqualTo(new XavierInit(1.2));
        assertThat(init("bengio( numerator=3, distribution=uniform ,fanMode=FAN_OUT)"))
                .isEqualTo(BengioInit.builder()
                        .numerator(3)
                        .distribution(WeightDistribution.UNIFORM)
                        .fanMode(FanMode.FAN_OUT)
                        .build());
        assertThat(init("orthogonal")).isEqualTo(new OrthogonalInit());
        assertThat(init("orthogonal(gain=1.4)")).isEqualTo(new OrthogonalInit(1.4));
        assertThat(init("normal(0.01)")).isEqualTo(new WeightInitDistribution(new NormalDistribution(0, 0.01)));
        assertThat(init("dl4j:XAVIER")).isInstanceOf(WeightInitXavier.class);
    }

    private static IWeightInit init(String scheme) {
        return Scheme.parse(scheme).init().orElseThrow();
    }

    @Test
    void whatASchemeDecides() {
        assertThat(Scheme.parse("he").wholeNetwork()).isFalse();
        assertThat(Scheme.parse("he").keepsOwn()).isFalse();
        assertThat(Scheme.parse("network").wholeNetwork()).isTrue();
        assertThat(Scheme.parse("network").init()).isEmpty();
        assertThat(Scheme.parse("network").fitsSomeActivationsOnly()).isFalse();
        assertThat(Scheme.parse("mirrored").wholeNetwork()).isTrue();
        assertThat(Scheme.parse("mirrored").fitsSomeActivationsOnly()).isTrue();
        assertThat(Scheme.parse("own(gain=2)").keepsOwn()).isTrue();
        assertThat(Scheme.parse("own").init()).isEmpty();
        assertThat(Scheme.parse("own").keepsWeights()).isFalse();
        assertThat(Scheme.parse("saved").keepsOwn()).isTrue();
        assertThat(Scheme.parse("saved").keepsWeights()).isTrue();
    }

    /** Names of files and results of earlier versions stay valid: a scheme is written as it was. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | he",
                "he() | he",
                "' xavier ( gain = 1.20 ) ' | xavier(gain=1.20)",
                "bengio(numerator=3,distribution=UNIFORM) | bengio(numerator=3,distribution=UNIFORM)",
                "normal(0.010) | normal(0.010)",
                "meanfield(sigmaB2=0,sigmaW2=1e-3) | meanfield(sigmaB2=0,sigmaW2=1e-3)",
                "network(residual=skip_init) | network(residual=skip_init)",
                "mirrored( gain = 1.10 ) | mirrored(gain=1.10)",
                "dl4j:XAVIER | dl4j:XAVIER",
                "own | own",
            })
    void theTextThatFilesHave(String written, String text) throws Exception {
        Scheme scheme = Scheme.parse(written);
        assertThat(scheme.text()).isEqualTo(text);
        assertThat(scheme).isEqualTo(Scheme.parse(text)).hasToString(text).hasSameHashCodeAs(Scheme.parse(text));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(scheme)).isEqualTo('"' + text + '"');
        assertThat(json.readValue('"' + text + '"', Scheme.class)).isEqualTo(scheme);
    }

    @Test
    void schemesWithOtherValuesAreOthers() {
        assertThat(Scheme.parse("he(gain=2)"))
                .isNotEqualTo(Scheme.parse("he(gain=3)"))
                .isNotEqualTo(Scheme.HE);
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
                "hee | scheme must be a known name, received hee; did you mean he?",
                "He | scheme must be a known name, received He; did you mean he?",
                "xaviar(gain=2) | scheme must be a known name, received xaviar; did you mean xavier?",
                "foo | scheme must be one of he, xavier, bengio, orthogonal, normal, meanfield, network, mirrored, lsuv, dl4j, own, saved, received foo",
                "he(gain=1 | scheme must be written as NAME or NAME(KNOB=VALUE,…), received he(gain=1",
                "he:uniform | scheme must be written as NAME or NAME(KNOB=VALUE,…), received he:uniform",
                "'' | scheme must be written as NAME or NAME(KNOB=VALUE,…), received nothing",
                "he, | scheme must be written as NAME or NAME(KNOB=VALUE,…), received nothing",
                "dl4j:XAVER | name of dl4j must be a known name, received XAVER; did you mean XAVIER?",
                "dl4j:DISTRIBUTION | name of dl4j must be one of ZERO, ONES,",
                "dl4j | dl4j must be written with its name, as in dl4j:XAVIER, received dl4j",
                "he(gian=1) | knob of he must be a known name, received gian; did you mean gain?",
                "he(tolerance=1) | knob of he must be one of gain, numerator, fanMode, distribution, received tolerance",
                "he(gain) | knob of he must be given once as name=value, received gain",
                "he(gain=1,gain=2) | knob of he must be given once as name=value, received gain=2",
                "orthogonal(numerator=1) | knob of orthogonal must be one of gain, received numerator",
                "he(gain=x) | gain must be a number, received x",
                "he(gain=-1) | gain must be positive and finite, received -1.0",
                "he(gain=NaN) | gain must be positive and finite, received NaN",
                "he(distribution=unifrom) | distribution must be a known name, received unifrom; did you mean uniform?",
                "he(distribution=gauss) | distribution must be one of normal, truncated_normal, uniform, received gauss",
                "normal | normal must be written with its standard deviation, as in normal(0.01), received normal",
                "normal(0) | standard deviation must be positive and finite, received 0.0",
                "network(gian=1) | knob of network must be a known name, received gian; did you mean gain?",
                "network(distribution=gauss) | distribution must be one of normal, truncated_normal, uniform, orthogonal, received gauss",
                "network(residual=yes) | residual must be one of none, depth_scaled, fixup, skip_init, received yes",
                "network(sigmaB2=-1) | sigmaB2 must be zero or more and finite, received -1.0",
                "network(gain=NaN) | gain must be positive and finite, received NaN",
                "network(preserve=backward,sigmaB2=0.1) | network must be written with preserve or sigmaB2, not both, received network(preserve=backward,sigmaB2=0.1)",
                "network(preActivationVariance=0) | preActivationVariance must be positive and finite, received 0.0",
                "network(preActivationVariance=x) | preActivationVariance must be a number or auto, received x",
                "network(preActivationVariance=auto,sigmaB2=0.1) | network must be written with preActivationVariance or sigmaB2, not both, received network(preActivationVariance=auto,sigmaB2=0.1)",
                "network(preserve=backward,preActivationVariance=0.09) | preActivationVariance must be left out with preserve(BACKWARD)",
                "meanfield | meanfield must be written with its sigmaW2, as in meanfield(sigmaW2=1.5), received meanfield",
                "meanfield(sigmaB2=0.1) | meanfield must be written with its sigmaW2, as in meanfield(sigmaW2=1.5), received meanfield(sigmaB2=0.1)",
                "meanfield(sigmaW2=0) | sigmaW2 must be positive and finite, received 0.0",
                "meanfield(sigmaW2=1,sigmaB2=-1) | sigmaB2 must be zero or more and finite, received -1.0",
                "meanfield(sigmaW2=1,sigmaB2=NaN) | sigmaB2 must be zero or more and finite, received NaN",
                "meanfield(gain=1) | knob of meanfield must be one of sigmaW2, sigmaB2, received gain",
                "mirrored(gain=0) | gain must be positive and finite, received 0.0",
                "mirrored(sigmaB2=1) | knob of mirrored must be one of gain, preActivationVariance, residual, received sigmaB2",
                "lsuv(tolerance=0) | tolerance must be positive and finite, received 0.0",
                "lsuv(maxTrials=1.5) | maxTrials must be a whole number, received 1.5",
                "own(gain=0) | gain must be positive and finite, received 0.0",
                "own(fanMode=fan_in) | knob of own must be one of gain, numerator, received fanMode",
                "saved(gain=1) | saved must be written without knobs, received saved(gain=1)",
                "he,he() | schemes must be different from each other, received he,he()",
                "he,xavier,he | schemes must be different from each other, received he,xavier,he",
            })
    void mistakesAreNamed(String written, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheme.parseList(written))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he | gain | he(gain=1.5)",
                "he() | gain | he(gain=1.5)",
                "he(distribution=uniform) | gain | he(distribution=uniform,gain=1.5)",
                "he(gain=2) | numerator | he(gain=2,numerator=1.5)",
                "meanfield | sigmaW2 | meanfield(sigmaW2=1.5)",
                "meanfield(sigmaW2=2) | sigmaB2 | meanfield(sigmaW2=2,sigmaB2=1.5)",
            })
    void oneMoreKnob(String scheme, String knob, String expected) {
        assertThat(Scheme.unfinished(scheme).with(knob, "1.5").complete().text())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he(gain=2) | scheme must be without gain, which is given apart from it, received he(gain=2)",
                "he(numerator=1,gain=2) | scheme must be without gain, which is given apart from it",
                "dl4j:XAVIER | scheme must be one that has a knob gain, received dl4j:XAVIER",
                "lsuv | scheme must be one that has a knob gain, received lsuv",
            })
    void noMoreKnob(String scheme, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheme.parse(scheme).with("gain", "1.5"))
                .withMessageStartingWith(message);
    }

    @Test
    void anotherValueOfAKnob() {
        assertThat(Scheme.parse("he(gain=2,numerator=3)").replacing("gain", "1.5"))
                .isEqualTo(Scheme.parse("he(gain=1.5,numerator=3)"));
    }

    /** Set to what the help says, a knob changes nothing: the catalogue repeats the library's defaults. */
    @ParameterizedTest
    @ValueSource(strings = {"he", "xavier", "bengio", "orthogonal", "meanfield(sigmaW2=1.5)"})
    void theCataloguesDefaults(String written) {
        Scheme scheme = Scheme.parse(written);
        for (SchemeKnob<?> knob :
                Catalogue.family(written.replaceAll("[(].*", "")).knobs()) {
            assertThat(scheme.replacing(knob.name(), knob.usual()).init()).isEqualTo(scheme.init());
        }
    }

    @Test
    void helpNamesEverySchemeWithItsKnobs() {
        assertThat(Scheme.help())
                .hasSize(2 * Scheme.names().size())
                .containsSequence(
                        "he(gain=1,numerator=2,fanMode=fan_in,distribution=normal)", "    variance 2 / n_in, for ReLU")
                .contains("normal(0.01)", "dl4j:XAVIER");
    }

    @ParameterizedTest
    @EnumSource(WeightDistribution.class)
    void aWholeNetworkTakesEveryDistribution(WeightDistribution distribution) {
        assertThat(Scheme.parse("network(distribution=" + distribution + ")").java())
                .contains("WeightDistribution." + distribution);
    }

    @Test
    void mirroredWeightsInJava() {
        assertThat(Scheme.parse("mirrored").java())
                .isEqualTo("NetworkInit.builder().mirrored().build().apply(network)");
        assertThat(Scheme.parse("mirrored(gain=1.1,residual=fixup)").java())
                .isEqualTo(
                        "NetworkInit.builder().mirrored().gain(1.1).residual(ResidualRule.FIXUP).build().apply(network)");
    }

    @Test
    void aVarianceOfPreActivationsInJava() {
        assertThat(Scheme.parse("network(preActivationVariance=0.09)").java())
                .isEqualTo("NetworkInit.builder().preActivationVariance(0.09).build().apply(network)");
        assertThat(Scheme.parse("network(distribution=orthogonal,preActivationVariance=auto)")
                        .java())
                .isEqualTo("NetworkInit.builder().orthogonal().preActivationVariance().build().apply(network)");
    }

    @ParameterizedTest
    @EnumSource(value = WeightInit.class, names = "DISTRIBUTION", mode = EnumSource.Mode.EXCLUDE)
    void dl4jsOwn(WeightInit init) {
        assertThat(init("dl4j:" + init))
                .isInstanceOf(init.getWeightInitFunction().getClass());
    }

    static Stream<GainInit> gainInits() {
        return Stream.of(
                new HeInit(0.5),
                new VarianceScalingInit(0.5, 3, FanMode.FAN_AVG, WeightDistribution.UNIFORM),
                new OrthogonalInit(0.5),
                new DeltaOrthogonalInit(0.5),
                new GateOrthogonalInit(0.5));
    }

    @ParameterizedTest
    @MethodSource("gainInits")
    void ownSetsTheGainOfWhateverHasOne(GainInit init) {
        assertThat(Scheme.parse("own(gain=1.25)").init(init)).isEqualTo(init.withGain(1.25));
        assertThat(Scheme.OWN.init(init)).isSameAs(init);
    }

    @Test
    void ownSetsNumeratorsAndLeavesTheRest() {
        IWeightInit scaling = new VarianceScalingInit(0.5, 3, FanMode.FAN_AVG, WeightDistribution.UNIFORM);
        assertThat(Scheme.parse("own(numerator=4,gain=2)").init(scaling))
                .isEqualTo(new VarianceScalingInit(2, 4, FanMode.FAN_AVG, WeightDistribution.UNIFORM));
        IWeightInit foreign = new WeightInitXavier();
        assertThat(Scheme.parse("own(numerator=4,gain=2)").init(foreign)).isSameAs(foreign);
        assertThat(Scheme.parse("own(gain=2)").init(null)).isNull();
    }

    @Test
    void theSchemeOfAnInitialiser() {
        List<Scheme> schemes = List.of(
                Scheme.HE,
                Scheme.parse("xavier(gain=0.35)"),
                Scheme.parse("bengio(numerator=3.5,fanMode=fan_out,distribution=uniform)"),
                Scheme.parse("orthogonal"),
                Scheme.parse("orthogonal(gain=2.0)"));
        for (Scheme scheme : schemes) {
            assertThat(Scheme.giving(scheme.init().orElseThrow())).contains(scheme);
        }
        assertThat(Scheme.giving(new WeightInitXavier())).isEmpty();
        assertThat(Scheme.giving(new VarianceScalingInit(1, 2, FanMode.FAN_IN, WeightDistribution.NORMAL)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "he,xavier(gain=1,distribution=uniform),bengio | he;xavier(gain=1,distribution=uniform);bengio",
                "a,,b | a;;b",
                ",a, | ;a;",
                "a(b,c | a(b;c",
                "a,b),c | a,b);c",
                "a(b(c,d),e),f | a(b(c,d),e);f",
            })
    void splitsAtCommasOutsideParentheses(String written, String parts) {
        assertThat(Scheme.split(written)).containsExactly(parts.split(";", -1));
    }

    /** In one pass: looking ahead from each comma, it took a quarter of a minute for thirty thousand. */
    @Test
    void splitsAListOfAMillion() {
        assertThat(Scheme.split("1,".repeat(1_000_000))).hasSize(1_000_001);
    }
}
