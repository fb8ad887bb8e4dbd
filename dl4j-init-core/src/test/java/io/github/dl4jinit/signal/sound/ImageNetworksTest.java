// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No false alarm on networks of images that train. */
class ImageNetworksTest {

    static Stream<String> names() {
        return ImageNetworks.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noAlarmBeforeTrainingAndTheLossFalls(String name) {
        ImageNetworks.all().get(name).get().requireNoAlarmAndAFallingLoss(name);
    }

    @Test
    void thereAreMoreThanTenOfThem() {
        assertThat(ImageNetworks.all()).hasSizeGreaterThan(10);
    }
}
