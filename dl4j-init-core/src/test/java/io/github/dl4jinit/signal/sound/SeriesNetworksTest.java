// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No false alarm on recurrent networks and other networks of series that train. */
class SeriesNetworksTest {

    static Stream<String> names() {
        return SeriesNetworks.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noAlarmBeforeTrainingAndTheLossFalls(String name) {
        SeriesNetworks.all().get(name).get().requireNoAlarmAndAFallingLoss(name);
    }

    @Test
    void thereAreMoreThanTenOfThem() {
        assertThat(SeriesNetworks.all()).hasSizeGreaterThan(10);
    }
}
