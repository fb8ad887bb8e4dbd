// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers of one matrix [n_in, n_out]: dense, output, autoencoder, embedding, element-wise multiplication. */
final class FeedForward extends AnyLayer {

    private final FeedForwardLayer layer;
    private final Map<String, INDArray> table;

    FeedForward(FeedForwardLayer layer, Map<String, INDArray> table) {
        super(layer);
        this.layer = layer;
        this.table = table;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(List.of(weights()));
        if (table.containsKey("b")) {
            parameters.add(Parameter.bias("b", layer.getBiasInit()));
        }
        if (table.containsKey("g")) {
            parameters.add(Parameter.normalisation("g"));
        }
        if (layer instanceof AutoEncoder) {
            parameters.add(Parameter.constant("vb", ((AutoEncoder) layer).getVisibleBiasInit())
                    .because("of the reconstruction"));
        }
        if (layer instanceof CenterLossOutputLayer) {
            parameters.add(Parameter.kept("cL", "centres, which are no weights"));
        }
        return parameters;
    }

    private Parameter weights() {
        if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
            // One of all its inputs is 1 and the others are 0. (DL4J passes 1, too.)
            return Parameter.weights("W", 1, layer.getNOut()).ofOne();
        }
        if (isMultiplier()) {
            return Parameter.weights("W", 1, 1).dl4jFans(layer.getNIn(), layer.getNOut());
        }
        Parameter weights = Parameter.weights("W", layer.getNIn(), layer.getNOut());
        INDArray matrix = table.get("W");
        // An autoencoder is to reconstruct what it reads, and a normalisation couples units.
        return matrix == null || layer instanceof AutoEncoder || table.containsKey("g")
                ? weights
                : joining(weights, matrix.ordering());
    }

    private Parameter joining(Parameter weights, char order) {
        int in = Math.toIntExact(layer.getNIn());
        int out = Math.toIntExact(layer.getNOut());
        return weights.channels(
                out,
                in,
                order == 'f'
                        ? (matrix, output, input) -> output * in + input
                        : (matrix, output, input) -> input * out + output);
    }

    private boolean isMultiplier() {
        return layer instanceof ElementWiseMultiplicationLayer;
    }

    @Override
    public ResidualRole role() {
        return isMultiplier() ? ResidualRole.MULTIPLIER : ResidualRole.OTHER;
    }
}
