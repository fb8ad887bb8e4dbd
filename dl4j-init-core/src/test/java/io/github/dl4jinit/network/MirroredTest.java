// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Plain networks of mirrored weights: linear at the start, and isometries between their outer layers. */
class MirroredTest {

    static List<IActivation> functions() {
        return List.of(
                new ActivationReLU(),
                new ActivationLReLU(0.3),
                new ActivationGELU(),
                new ActivationGELU(true),
                new ActivationSwish(),
                new ActivationSoftPlus());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void plainNetworkOf151LayersIsLinear(IActivation function) {
        MultiLayerNetwork network = network(function, 151, 20, 12, 7);
        NetworkInitSummary summary = NetworkInit.builder().mirrored().build().apply(network);
        assertThat(Linearity.error(NetworkView.of(network), 5, 12)).isLessThan(1e-10);
        assertThat(summary.parameters())
                .extracting(ParameterInit::what)
                .contains("mirrored first", "mirrored hidden", "mirrored last");
        List<INDArray> activations = network.feedForward(Linearity.normal(3, 50, 12));
        double before = difference(activations.get(2));
        assertThat(difference(activations.get(151)) / before).isCloseTo(1, within(1e-9));
    }

    /** The length of what the first half of the units or channels is more than the second. */
    static double difference(INDArray pairs) {
        long half = pairs.size(1) / 2;
        INDArray first = pairs.get(NDArrayIndex.all(), NDArrayIndex.interval(0, half));
        INDArray second = pairs.get(NDArrayIndex.all(), NDArrayIndex.interval(half, 2 * half));
        return first.sub(second).norm2Number().doubleValue();
    }

    private static MultiLayerNetwork network(IActivation function, int depth, int width, int in, int out) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .list();
        for (int i = 0; i < depth; i++) {
            list.layer(new DenseLayer.Builder()
                    .nIn(i == 0 ? in : width)
                    .nOut(width)
                    .activation(function)
                    .build());
        }
        list.layer(new OutputLayer.Builder(LossFunction.MSE)
                .nIn(width)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }
}
