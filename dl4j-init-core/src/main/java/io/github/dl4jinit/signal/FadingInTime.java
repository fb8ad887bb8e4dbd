// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.measure.Noise;
import io.github.dl4jinit.internal.topology.NetworkNode;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** How a gradient given to a recurrent layer at the last time step alone fades on its way to the first. */
final class FadingInTime {

    private FadingInTime() {}

    /**
     * The factor by which the gradient shrinks or grows a step; {@code null} if fewer than two steps have one that is
     * neither zero nor infinite. Dropout and noise, whose masks the backward pass has used up, take no part.
     *
     * @param node a recurrent layer of a copy, after its backward pass; its gradients are overwritten
     * @param activations of shape [examples, units, steps]
     */
    static Double ratePerStep(NetworkNode node, INDArray activations) {
        Noise.remove(node);
        int last = (int) activations.size(2) - 1;
        INDArray atOutput = Nd4j.zeros(activations.dataType(), activations.shape());
        atOutput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(last))
                .assign(Nd4j.randn(activations.dataType(), activations.size(0), activations.size(1)));
        INDArray atInput = node.layer()
                .backpropGradient(atOutput, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
        TrendFit fit = new TrendFit();
        for (int step = last; step >= 0; step--) {
            INDArray atStep =
                    atInput.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(step, step + 1));
            fit.add(node.name(), last - step, MomentsAccumulator.of(atStep).norm());
        }
        return fit.rate();
    }
}
