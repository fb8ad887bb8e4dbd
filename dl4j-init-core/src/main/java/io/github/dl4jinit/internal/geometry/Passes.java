// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.measure.Noise;
import io.github.dl4jinit.internal.topology.Epsilons;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.internal.topology.Temporaries;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Passes forward and back over a {@link Stretch} of a copy of a network, without dropout and weight noise. */
final class Passes {

    /** The seed of ND4J's generator for each forward pass: any but 0, for which ND4J takes the clock. */
    private static final long SEED = 1;

    private final NetworkView copy;
    private final List<NetworkNode> nodes;
    private final int start;
    private final int end;
    private final INDArray[] activations;

    /** Prepares a copy, whose noise is removed for good. */
    Passes(NetworkView copy, Stretch stretch) {
        this.copy = copy;
        this.nodes = copy.nodes();
        this.start = stretch.start().index();
        this.end = stretch.end().index();
        this.activations = new INDArray[nodes.size()];
        nodes.forEach(Noise::remove);
    }

    /** What a batch puts out at the start of the stretch. */
    INDArray atStart(MultiDataSet batch) {
        copy.show(batch);
        for (NetworkNode node : nodes.subList(0, start + 1)) {
            if (node.isInput()) {
                activations[node.index()] =
                        batch.getFeatures(node.inputNumber().getAsInt()).dup();
            } else {
                forward(node);
            }
        }
        return activations[start].dup(); // layers may overwrite what they are given
    }

    /** What becomes of these activations up to the end; the same random slopes each time. */
    INDArray forward(INDArray atStart) {
        Nd4j.getRandom().setSeed(SEED);
        activations[start] = atStart.dup();
        for (NetworkNode node : nodes.subList(start + 1, end + 1)) {
            if (node.loss().isEmpty()) { // one that hangs on beside the stretch
                forward(node);
            }
        }
        return activations[end];
    }

    private void forward(NetworkNode node) {
        activations[node.index()] = copy.forward(
                node, node.inputs().stream().map(input -> activations[input]).toArray(INDArray[]::new));
    }

    /**
     * What becomes of a gradient at the end on its way back to the start. Forward first, each time: batch normalisation
     * forgets its pass when it has gone back.
     *
     * @return {@code null} if none arrives, as below a frozen layer
     */
    INDArray gradient(INDArray atStart, INDArray atEnd) {
        forward(atStart);
        try (Temporaries made = new Temporaries()) {
            made.add(Arrays.copyOfRange(activations, start, end + 1));
            Epsilons epsilons = new Epsilons(nodes.size());
            epsilons.add(List.of(end), atEnd.dup());
            for (int i = end; i > start; i--) {
                INDArray epsilon = epsilons.take(i);
                made.add(epsilon);
                NetworkNode node = nodes.get(i);
                if (epsilon != null && !node.stopsGradients()) {
                    epsilons.add(
                            node.inputs(), copy.backwardToInputs(node, epsilon).getSecond());
                }
            }
            INDArray gradient = epsilons.take(start);
            made.keep(gradient);
            return gradient;
        }
    }
}
