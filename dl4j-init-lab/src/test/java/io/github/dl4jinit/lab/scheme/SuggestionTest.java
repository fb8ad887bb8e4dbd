// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.FanMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

class SuggestionTest {

    private static final List<String> NAMES = List.of("he", "xavier", "orthogonal", "gain", "distribution");

    @ParameterizedTest
    @CsvSource({
        "hee, he",
        "HE, he",
        "gian, gain",
        "xaviar, xavier",
        "XAVER, xavier",
        "ortogonal, orthogonal",
        "distributoin, distribution",
    })
    void theNearestName(String written, String meant) {
        assertThat(Suggestion.closest(written, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"foo", "nonsense", "tolerance", "''", "sgd"})
    void noNameIsNear(String written) {
        assertThat(Suggestion.closest(written, NAMES)).isEmpty();
    }

    /** Letters that changed places are two slips, as many as it takes to another name. */
    @Test
    void ofNamesThatAreEquallyNearTheOneOfTheSameLetters() {
        assertThat(Suggestion.closest("rleu", List.of("ELU", "RELU", "SELU"))).contains("RELU");
    }

    @Test
    void messagesAskOrList() {
        assertThat(Suggestion.unknown("scheme", "hee", NAMES))
                .hasMessage("scheme must be a known name, received hee; did you mean he?");
        assertThat(Suggestion.unknown("scheme", "foo", NAMES))
                .hasMessage("scheme must be one of he, xavier, orthogonal, gain, distribution, received foo");
        assertThat(Suggestion.unknown("scheme", "", NAMES)).hasMessageEndingWith(", received nothing");
    }

    @Test
    void constantsOfAnEnumInAnyCase() {
        assertThat(Suggestion.constant("fanMode", "fan_out", FanMode.class)).isEqualTo(FanMode.FAN_OUT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suggestion.constant("activation", "reluu", Activation.class))
                .withMessage("activation must be a known name, received reluu; did you mean RELU?");
    }
}
