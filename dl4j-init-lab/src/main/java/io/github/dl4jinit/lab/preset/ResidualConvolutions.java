// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.PresetSpec;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * A convolutional network of pre-activation blocks (He et al. 2016, "Identity mappings in deep residual networks",
 * figure 1b, without batch normalisation): a stem of the {@linkplain Convolutions convolutions} that have strides, or
 * of one, the last of them linear, then blocks of two convolutions each
 *
 * <pre>h ← h + W2 ∗ φ(W1 ∗ φ(h) + b1) + b2</pre>
 *
 * <p>the last of one, h ← h + W ∗ φ(h) + b, if their number is odd, then φ, the mean over all pixels, and the output.
 */
final class ResidualConvolutions {

    private static final String INPUT = "input";
    private static final String FINAL_ACTIVATION = "final-activation";
    private static final String POOLING = "pooling";
    private static final String OUTPUT = "output";

    /** Convolutions of a block, as in ResNet's basic one. */
    private static final int BLOCK = 2;

    private final PresetSpec spec;
    private final GraphBuilder graph;
    private String last = INPUT;

    private ResidualConvolutions(PresetSpec spec, InputType input) {
        this.spec = spec;
        this.graph = Presets.global(spec).graphBuilder().addInputs(INPUT).setInputTypes(input);
    }

    static ComputationGraphConfiguration of(PresetSpec spec, InputType input, Target target) {
        ResidualConvolutions network = new ResidualConvolutions(spec, input);
        int strided = Convolutions.strided(input);
        int stem = Math.min(spec.depth(), Math.max(1, strided));
        for (int i = 1; i <= stem; i++) {
            network.addConvolution("stem" + i, i <= strided ? 2 : 1, i < stem);
        }
        int layers = spec.depth() - stem;
        for (int block = 1; layers > 0; block++) {
            network.addBlock("block" + block, Math.min(layers, BLOCK));
            layers -= BLOCK;
        }
        return network.end(target);
    }

    private void addBlock(String name, int layers) {
        String before = last;
        addActivation(name + "-in");
        for (int i = 1; i <= layers; i++) {
            addConvolution(name + "-convolution" + i, 1, i < layers);
        }
        String sum = name + "-sum";
        graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, last);
        last = sum;
    }

    private void addConvolution(String name, int stride, boolean activated) {
        IActivation activation = activated ? spec.activation().function() : Activation.IDENTITY.getActivationFunction();
        graph.addLayer(name, Convolutions.layer(spec, stride, activation), last);
        last = name;
    }

    private void addActivation(String name) {
        graph.addLayer(name, new ActivationLayer(spec.activation().function()), last);
        last = name;
    }

    private ComputationGraphConfiguration end(Target target) {
        addActivation(FINAL_ACTIVATION);
        return graph.addLayer(POOLING, Convolutions.meanOfPixels(), last)
                .addLayer(OUTPUT, Presets.output(target).build(), POOLING)
                .setOutputs(OUTPUT)
                .build();
    }
}
