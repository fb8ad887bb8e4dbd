// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.activation.Tailoring;
import io.github.dl4jinit.activation.TailoringReport;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.preset.Presets;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * The networks that trials train: multi-layer perceptrons of {@code depth} hidden layers, all by the scheme, without
 * skip connections or with them. The output is softmax with cross-entropy for classes, and linear with the mean squared
 * error for values.
 */
final class Architecture {

    /** What stands for a seed of 0, which ND4J's generator replaces by the clock: a number that nobody else picks. */
    private static final long SEED_0 = 0x9E3779B97F4A7C15L;

    private static final Tailoring TAILORING = Tailoring.builder().build();

    private static final String INPUT = "input";
    private static final String STEM = "stem";
    private static final String FINAL_ACTIVATION = "final-activation";
    private static final String OUTPUT = "output";

    /** Weight layers of a block, as in ResNet's basic one. */
    private static final int BLOCK = 2;

    private final TrialSpec spec;
    private final MlpSpec network;
    private final int inputs;
    private final Target target;

    Architecture(TrialSpec spec, MlpSpec network, int inputs, Target target) {
        this.spec = spec;
        this.network = network;
        this.inputs = inputs;
        this.target = target;
    }

    /**
     * The network, initialised as its layers' configuration says: a {@code ComputationGraph} if it is residual.
     *
     * @throws IllegalArgumentException if it shall be tailored and cannot
     */
    Model network() {
        Model built = network.residual()
                ? new ComputationGraph(network.tailored() ? TAILORING.apply(residual()) : residual())
                : new MultiLayerNetwork(network.tailored() ? TAILORING.apply(plain()) : plain());
        built.init();
        return built;
    }

    /** What tailoring does to its activation functions, and why. */
    TailoringReport tailoring() {
        return network.residual() ? TAILORING.report(residual()) : TAILORING.report(plain());
    }

    /** A network of one layer after the other. */
    private MultiLayerConfiguration plain() {
        NeuralNetConfiguration.ListBuilder layers =
                global().activation(hidden()).list();
        int before = inputs;
        for (int i = 0; i < network.depth(); i++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(before).nOut(network.width()).build());
            before = network.width();
        }
        return layers.layer(output(before)).build();
    }

    /**
     * A network of pre-activation blocks (He et al. 2016, "Identity mappings in deep residual networks", figure 1b,
     * without batch normalisation): a linear stem h = W·x + b, then blocks of two layers each
     *
     * <pre>h ← h + W2·φ(W1·φ(h) + b1) + b2</pre>
     *
     * <p>the last of one layer, h ← h + W·φ(h) + b, if their number is odd, then φ and the output. So 151 hidden layers
     * are 152 with weights, as in ResNet-152.
     */
    private ComputationGraphConfiguration residual() {
        GraphBuilder graph = global().graphBuilder().addInputs(INPUT).addLayer(STEM, dense(inputs, linear()), INPUT);
        String before = STEM;
        int layers = network.depth() - 1;
        for (int block = 1; layers > 0; block++) {
            before = addBlock(graph, "block" + block, Math.min(layers, BLOCK), before);
            layers -= BLOCK;
        }
        return graph.addLayer(FINAL_ACTIVATION, new ActivationLayer(hidden()), before)
                .addLayer(OUTPUT, output(network.width()), FINAL_ACTIVATION)
                .setOutputs(OUTPUT)
                .build();
    }

    /** Returns the name of the vertex that gives the block's output. */
    private String addBlock(GraphBuilder graph, String block, int layers, String before) {
        String last = block + "-in";
        graph.addLayer(last, new ActivationLayer(hidden()), before);
        for (int i = 1; i <= layers; i++) {
            String dense = block + "-dense" + i;
            graph.addLayer(dense, dense(network.width(), i < layers ? hidden() : linear()), last);
            last = dense;
        }
        String sum = block + "-sum";
        graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, last);
        return sum;
    }

    /** What a network of a trial of that seed is seeded with. */
    static long seed(long ofTrial) {
        return ofTrial == 0 ? SEED_0 : ofTrial;
    }

    /** The activation function of a hidden layer. */
    private IActivation hidden() {
        return network.activation().function();
    }

    private static IActivation linear() {
        return Activation.IDENTITY.getActivationFunction();
    }

    private DenseLayer dense(int before, IActivation function) {
        return new DenseLayer.Builder()
                .nIn(before)
                .nOut(network.width())
                .activation(function)
                .build();
    }

    private OutputLayer output(int before) {
        return Presets.output(target).nIn(before).build();
    }

    private NeuralNetConfiguration.Builder global() {
        return new NeuralNetConfiguration.Builder()
                .seed(seed(spec.seed()))
                .weightInit(spec.scheme().init(null))
                .updater(network.optimiser().updater(network.learningRate()));
    }
}
