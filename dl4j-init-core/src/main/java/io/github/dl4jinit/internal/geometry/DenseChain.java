// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The dense layers of a {@link Stretch} that consists of nothing else: what the theory of independent weights knows of
 * them.
 */
final class DenseChain {

    private final int firstNode;
    private final List<Step> steps;

    private DenseChain(int firstNode, List<Step> steps) {
        this.firstNode = firstNode;
        this.steps = steps;
    }

    /** One layer. */
    static final class Step {

        /** Number of inputs. */
        final int nIn;
        /** Number of units. */
        final int nOut;
        /** σ_w²: the mean square of the weights, times the number of inputs. */
        final double weightVariance;
        /** σ_b²: the mean square of the biases. */
        final double biasVariance;
        /** The theory of its activation function. */
        final MeanField theory;

        private Step(NetworkNode node, MeanField theory) {
            Map<String, INDArray> parameters = node.parameters();
            INDArray weights = parameters.get("W");
            this.nIn = (int) weights.size(0);
            this.nOut = (int) weights.size(1);
            this.weightVariance = nIn * meanSquare(weights);
            this.biasVariance = parameters.containsKey("b") ? meanSquare(parameters.get("b")) : 0;
            this.theory = theory;
        }

        private static double meanSquare(INDArray values) {
            double rms = MomentsAccumulator.of(values).rms();
            return rms * rms;
        }
    }

    /** The chain of a network; empty if other layers stand between, or one of a function that has no theory. */
    static Optional<DenseChain> of(NetworkView network, Stretch stretch) {
        Map<IActivation, MeanField> theories = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        int first = stretch.start().index() + 1;
        for (NetworkNode node : network.nodes().subList(first, stretch.end().index() + 1)) {
            if (!node.inputs().equals(List.of(node.index() - 1)) || !isDense(node)) {
                return Optional.empty();
            }
            IActivation function = node.activation().get();
            try {
                steps.add(new Step(node, theories.computeIfAbsent(function, MeanField::of)));
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // it says why it has no theory, which is no fault of the network's
            }
        }
        return Optional.of(new DenseChain(first, steps));
    }

    private static boolean isDense(NetworkNode node) {
        if (node.layer() == null || node.configuration().getClass() != DenseLayer.class) {
            return false;
        }
        DenseLayer dense = (DenseLayer) node.configuration();
        return !dense.hasLayerNorm()
                && dense.getIDropout() == null
                && dense.getWeightNoise() == null
                && node.preProcessor() == null
                && !(dense.getActivationFn() instanceof ActivationRReLU); // DL4J does not differentiate it
    }

    /** Index of the node that is the first step; the others follow it. */
    int firstNode() {
        return firstNode;
    }

    List<Step> steps() {
        return steps;
    }
}
