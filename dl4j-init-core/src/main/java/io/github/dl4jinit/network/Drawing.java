// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.topology.NetworkNode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One parameter and the decision about it; nothing is written before {@link #write}. */
final class Drawing {

    private final NetworkNode node;
    private final Parameter parameter;

    /** A view of the network's parameters. */
    private final INDArray target;

    private final long seed;
    private final Decision decision;

    Drawing(NetworkNode node, Parameter parameter, long seed, Decision decision) {
        this.node = node;
        this.parameter = parameter;
        this.seed = seed;
        this.decision = decision;
        INDArray whole = node.parameters().get(parameter.name);
        this.target = part(whole, parameter);
    }

    private static INDArray part(INDArray whole, Parameter parameter) {
        if (parameter.firstColumn < 0) {
            return whole;
        }
        return whole.rank() == 1
                ? whole.get(NDArrayIndex.interval(parameter.firstColumn, parameter.endColumn))
                : whole.get(NDArrayIndex.all(), NDArrayIndex.interval(parameter.firstColumn, parameter.endColumn));
    }

    /** Writes the parameter; returns what has become of it. */
    ParameterInit write() {
        decision.write(target, parameter, seed);
        return new ParameterInit(
                node.name(),
                node.configuredType(),
                parameter,
                target.shape(),
                decision.what,
                decision.origin,
                decision.gain,
                decision.std,
                Deviation.of(target).std());
    }
}
