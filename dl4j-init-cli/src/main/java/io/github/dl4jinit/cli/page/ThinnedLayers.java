// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.lab.trial.TrialSignal;
import java.util.List;
import java.util.stream.IntStream;

/** What was measured at the depths of a network, of so many of them as a chart has room for. */
final class ThinnedLayers {

    private ThinnedLayers() {}

    /**
     * The layers of a signal; {@code null} if they were not kept.
     *
     * @param most the most depths: of more, every n-th and the last
     */
    static TrialSignal.Layers of(TrialSignal signal, int most) {
        TrialSignal.Layers layers = signal == null ? null : signal.layers();
        int depths = layers == null ? 0 : layers.depths().size();
        if (depths <= most) {
            return layers;
        }
        int step = (depths + most - 1) / most;
        int[] kept = IntStream.range(0, depths)
                .filter(i -> i % step == 0 || i == depths - 1)
                .toArray();
        return new TrialSignal.Layers(
                pick(layers.depths(), kept), pick(layers.activations(), kept), pick(layers.gradients(), kept));
    }

    private static <T> List<T> pick(List<T> values, int[] kept) {
        return IntStream.of(kept).mapToObj(values::get).toList();
    }
}
