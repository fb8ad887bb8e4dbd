// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.measure.LayerTraits;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * A network without crutches: one dense or convolutional layer after the other, maybe with pooling between them, no
 * skip connection and no normalisation.
 */
public final class PlainNetwork {

    private final int hiddenLayers;
    private final List<IActivation> functions;

    private PlainNetwork(List<NetworkNode> hidden) {
        this.hiddenLayers =
                (int) hidden.stream().filter(NetworkNode::multipliesByWeights).count();
        Map<IActivation, Integer> uses = new LinkedHashMap<>();
        for (NetworkNode node : hidden) {
            node.activation()
                    .filter(used -> !(used instanceof ActivationIdentity))
                    .ifPresent(used -> uses.merge(used, 1, Integer::sum));
        }
        this.functions = uses.entrySet().stream()
                .sorted(Map.Entry.<IActivation, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableList());
    }

    /** The network, if it is plain. */
    public static Optional<PlainNetwork> of(NetworkView network) {
        List<NetworkNode> hidden = new ArrayList<>();
        for (NetworkNode node : network.nodes()) {
            if (node.isInput() && node.index() == 0) {
                continue;
            }
            if (!node.inputs().equals(List.of(node.index() - 1)) || !LayerTraits.isPlain(node)) {
                return Optional.empty();
            }
            if (node.loss().isEmpty()) {
                hidden.add(node);
            }
        }
        return Optional.of(new PlainNetwork(hidden));
    }

    /** The number of layers with weights before the loss. */
    public int hiddenLayers() {
        return hiddenLayers;
    }

    /** The activation function that is the commonest before the loss; empty if all is linear. */
    public Optional<IActivation> function() {
        return functions.stream().findFirst();
    }

    /** The different activation functions before the loss, the commonest first, but for the identity. */
    public List<IActivation> functions() {
        return functions;
    }
}
