// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Functions;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;

/** How many units, or channels, nodes put out: what a concatenation's parts count by. */
final class Widths {

    private static final long UNKNOWN = -1;

    private final List<NetworkNode> nodes;
    private final long[] widths;

    Widths(List<NetworkNode> nodes) {
        this.nodes = nodes;
        this.widths = new long[nodes.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(nodes.get(i));
        }
    }

    /** Empty if it depends on the data. */
    OptionalLong of(int node) {
        return widths[node] == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(widths[node]);
    }

    private long width(NetworkNode node) {
        long own = ofLayer(node.innerConfiguration());
        if (own != UNKNOWN || node.isInput()) {
            return own;
        }
        if (!(node.vertexConfiguration() instanceof MergeVertex)) {
            return keepsWidth(node) ? widths[node.inputs().get(0)] : UNKNOWN;
        }
        boolean known = node.inputs().stream().noneMatch(input -> widths[input] == UNKNOWN);
        return known ? node.inputs().stream().mapToLong(input -> widths[input]).sum() : UNKNOWN;
    }

    private static boolean keepsWidth(NetworkNode node) {
        Layer layer = node.innerConfiguration();
        return layer instanceof ActivationLayer
                || layer instanceof DropoutLayer
                || layer instanceof SubsamplingLayer
                || layer instanceof LocalResponseNormalization
                || layer instanceof ZeroPaddingLayer
                || node.vertexConfiguration() instanceof ElementWiseVertex
                || node.vertexConfiguration() instanceof ScaleVertex;
    }

    private static long ofLayer(Layer layer) {
        if (layer instanceof Bidirectional) {
            long oneWay = ofLayer(Functions.unwrapped(((Bidirectional) layer).getFwd()));
            return ((Bidirectional) layer).getMode() == Bidirectional.Mode.CONCAT ? 2 * oneWay : oneWay;
        }
        if (layer instanceof LocallyConnected1D) {
            return ((LocallyConnected1D) layer).getNOut();
        }
        if (layer instanceof LocallyConnected2D) {
            return ((LocallyConnected2D) layer).getNOut();
        }
        boolean sized = layer instanceof FeedForwardLayer && ((FeedForwardLayer) layer).getNOut() > 0;
        return sized ? ((FeedForwardLayer) layer).getNOut() : UNKNOWN;
    }
}
