// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.layer.ResidualRole;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Warns of inputs that are far from mean 0 and variance 1. Weights that read them are divided by their size, so that a
 * step of training changes them by a multiple of what they are, or hardly at all. Not warned of are pixels from 0 to 1,
 * ones among zeros, and what a normalisation or an embedding reads.
 */
final class InputScale {

    /**
     * The root mean square beyond which inputs are too large; grades from 1 to 5 have 3.3, pixels up to 255 have 147.
     */
    private static final double LARGEST_RMS = 5;

    /** Inputs none of which is larger are too small. */
    private static final double SMALLEST = 0.05;

    private InputScale() {}

    /** A sentence for each input that is far off. */
    static List<String> warnings(KnownNetwork network, MultiDataSet batch) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < network.size(); i++) {
            NetworkNode node = network.node(i);
            if (node.isInput() && countsItsScale(network, node)) {
                warn(node.name(), batch.getFeatures(node.inputNumber().getAsInt()), warnings);
            }
        }
        return warnings;
    }

    private static boolean countsItsScale(KnownNetwork network, NetworkNode input) {
        return input.consumers().stream()
                .map(network::facts)
                .anyMatch(facts -> facts.role() != ResidualRole.NORMALISATION && !readsWords(facts));
    }

    private static boolean readsWords(LayerFacts facts) {
        return facts.main()
                .filter(weights -> weights.source == Parameter.Source.ONE)
                .isPresent();
    }

    private static void warn(String name, INDArray values, List<String> warnings) {
        double mean = values.castTo(DataType.DOUBLE).meanNumber().doubleValue();
        double std = Deviation.of(values).std();
        boolean large = Math.hypot(mean, std) > LARGEST_RMS;
        boolean small = values.amaxNumber().doubleValue() < SMALLEST;
        if (large || small) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the values of %s have mean %.4g and standard deviation %.4g, far from 0 and 1: the weights that"
                            + " read them become so %s that training %s. Standardise them first, with"
                            + " NormalizerStandardize.",
                    name,
                    mean,
                    std,
                    large ? "small" : "large",
                    large ? "changes them by too much at each step" : "hardly changes them"));
        }
    }
}
