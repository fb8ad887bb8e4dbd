// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Layers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualBranch;
import io.github.dl4jinit.network.ResidualRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;

/** The nodes of a network that is never trained, with the facts of their layers and the factors of their weights. */
final class Sketch {

    private final List<NetworkNode> nodes;
    private final List<LayerFacts> facts = new ArrayList<>();

    /** Factors of weights' standard deviations by the residual rule, by node's name. */
    private final Map<String, Double> branchFactors = new HashMap<>();

    /** The nodes whose output is multiplied by weights before the network ends. */
    private final BitSet hidden = new BitSet();

    /**
     * Looks at a network.
     *
     * @param network initialised, and free to be changed
     * @param rule what {@link NetworkInit} does to branches
     */
    Sketch(Model network, ResidualRule rule) {
        NetworkInit.builder().residual(rule).build().apply(network).branches().forEach(this::remember);
        this.nodes = NetworkView.of(network).nodes();
        Layers layers = new Layers(Map.of());
        for (NetworkNode node : nodes) {
            facts.add(
                    node.layer() == null
                            ? layers.of(node.vertexConfiguration(), node.parameters())
                            : layers.of(node.innerConfiguration(), node.parameters()));
        }
        for (int i = nodes.size() - 1; i >= 0; i--) {
            hidden.set(i, nodes.get(i).consumers().stream().anyMatch(next -> hidden.get(next) || weighted(next)));
        }
    }

    /** Where a layer ends more than one branch, the smallest factor holds. */
    private void remember(ResidualBranch branch) {
        branchFactors.merge(branch.lastLayer(), branch.factor(), Math::min);
    }

    private boolean weighted(int index) {
        return !facts.get(index).isWeightless();
    }

    /** The nodes in the order of the forward pass. */
    List<NetworkNode> nodes() {
        return nodes;
    }

    LayerFacts facts(int index) {
        return facts.get(index);
    }

    /** What the residual rule multiplies the standard deviation of a node's weights by; 1 outside branches. */
    double branchFactor(int index) {
        return branchFactors.getOrDefault(nodes.get(index).name(), 1.0);
    }

    /** Whether weights follow behind a node, so that its function is not the network's answer. */
    boolean isHidden(int index) {
        return hidden.get(index);
    }
}
