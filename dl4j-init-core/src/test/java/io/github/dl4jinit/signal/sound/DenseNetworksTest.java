// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No false alarm on dense networks that train. */
class DenseNetworksTest {

    static Stream<String> names() {
        return DenseNetworks.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noAlarmBeforeTrainingAndTheLossFalls(String name) {
        DenseNetworks.all().get(name).get().requireNoAlarmAndAFallingLoss(name);
    }

    @Test
    void thereAreMoreThanTwentyOfThem() {
        assertThat(DenseNetworks.all()).hasSizeGreaterThan(20);
    }
}
