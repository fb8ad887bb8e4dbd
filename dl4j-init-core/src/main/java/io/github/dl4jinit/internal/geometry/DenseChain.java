// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
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

    private final List<Step> steps;

    private DenseChain(List<Step> steps) {
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
        /** Its activation function. */
        final IActivation function;

        private Step(NetworkNode node) {
            Map<String, INDArray> parameters = node.parameters();
            INDArray weights = parameters.get("W");
            this.nIn = (int) weights.size(0);
            this.nOut = (int) weights.size(1);
            this.weightVariance = nIn * meanSquare(weights);
            this.biasVariance = parameters.containsKey("b") ? meanSquare(parameters.get("b")) : 0;
            this.function = node.activation().get();
        }

        private static double meanSquare(INDArray values) {
            double rms = MomentsAccumulator.of(values).rms();
            return rms * rms;
        }
    }

    /** The chain of a network; empty if other layers stand between. */
    static Optional<DenseChain> of(NetworkView network, Stretch stretch) {
        List<Step> steps = new ArrayList<>();
        List<NetworkNode> nodes = network.nodes();
        for (NetworkNode node :
                nodes.subList(stretch.start().index() + 1, stretch.end().index() + 1)) {
            if (!node.inputs().equals(List.of(node.index() - 1)) || !isDense(node)) {
                return Optional.empty();
            }
            steps.add(new Step(node));
        }
        return Optional.of(new DenseChain(steps));
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

    List<Step> steps() {
        return steps;
    }
}
