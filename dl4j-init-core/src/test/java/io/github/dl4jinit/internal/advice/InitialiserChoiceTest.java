// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** Weights that are as advised are known again: He's have a variance of 2 over the fan-in. */
class InitialiserChoiceTest {

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
