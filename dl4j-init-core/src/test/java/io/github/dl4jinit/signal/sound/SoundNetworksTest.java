// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false alarm on networks that train. Each is built after an example of DL4J's own or of its users, and shown to be
 * sound: its loss falls.
 */
class SoundNetworksTest {

    /** Enough for the loss to fall by more than dropout and small batches shake it. */
    private static final int STEPS = 25;

    private static final Map<String, Supplier<Sound>> NETWORKS = new LinkedHashMap<>();

    static {
        NETWORKS.putAll(DenseNetworks.all());
        NETWORKS.putAll(ImageNetworks.all());
        NETWORKS.putAll(SeriesNetworks.all());
    }

    static Stream<String> names() {
        return NETWORKS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void noAlarmBeforeTrainingAndTheLossFalls(String name) {
        Sound sound = NETWORKS.get(name).get();
        SignalReport report = SignalProbe.probe(sound.network, sound.batch);
        double before = sound.loss();
        sound.train(STEPS);
        assertThat(sound.loss()).as(name).isLessThan(before);
        assertThat(report.problems()).as(name + "\n" + report.toText()).isEmpty();
    }

    @Test
    void thereAreMoreThanFortyOfThem() {
        assertThat(NETWORKS).hasSizeGreaterThan(40);
    }
}
