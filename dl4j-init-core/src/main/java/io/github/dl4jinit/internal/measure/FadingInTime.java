// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.topology.NetworkNode;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** How a gradient given to a recurrent layer at the last time step alone fades on its way to the first. */
public final class FadingInTime {

    private FadingInTime() {}

    /**
     * The Euclidean norm of the gradient of the layer's input at each time step, from the last step back to the first.
     * Dropout and noise, whose masks the backward pass has used up, take no part.
     *
     * @param node a recurrent layer of a copy, after its backward pass; its gradients are overwritten
     * @param activations of shape [examples, units, steps]
     */
    public static double[] norms(NetworkNode node, INDArray activations) {
        Noise.remove(node);
        int last = (int) activations.size(2) - 1;
        INDArray atOutput = Nd4j.zeros(activations.dataType(), activations.shape());
        atOutput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(last))
                .assign(Nd4j.randn(activations.dataType(), activations.size(0), activations.size(1)));
        INDArray atInput = node.layer()
                .backpropGradient(atOutput, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
        double[] norms = new double[last + 1];
        for (int step = last; step >= 0; step--) {
            INDArray atStep =
                    atInput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(step, step + 1));
            norms[last - step] = MomentsAccumulator.of(atStep).norm();
        }
        return norms;
    }
}
