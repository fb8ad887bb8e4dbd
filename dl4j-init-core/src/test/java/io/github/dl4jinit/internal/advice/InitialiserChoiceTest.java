// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** Weights that are as advised are known again: He's have a variance of 2 over the fan-in. */
class InitialiserChoiceTest {

    /** He's weights double the mean square of what no function halves: 0.15 orders of magnitude a layer. */
    @ParameterizedTest
    @CsvSource({
        "IDENTITY, 3, new HeInit()",
        "IDENTITY, 4, new XavierInit()",
        "SIGMOID, 3, CriticalInit.of(Activation.SIGMOID",
        "RELU, 50, new HeInit()"
    })
    void theSimplestOfThoseThatHold(Activation function, int depth, String java) {
        assertThat(InitialiserChoice.of(function.getActivationFunction(), depth, 3))
                .hasValueSatisfying(choice -> assertThat(choice.java()).contains(java));
    }

    @Test
    void whatIsAlreadyThere() {
        InitialiserChoice he = InitialiserChoice.of(Activation.RELU.getActivationFunction(), 20, 3)
                .get();
        assertThat(he.java()).isEqualTo(".weightInit(new HeInit())");
        assertThat(he.isAlreadyThere(2, 0)).isTrue();
        assertThat(he.isAlreadyThere(1.9, 0)).isTrue();
        assertThat(he.isAlreadyThere(1, 0)).isFalse();
        assertThat(he.isAlreadyThere(4, 0)).isFalse();
        assertThat(he.isAlreadyThere(2, 1)).isFalse();
    }
}
