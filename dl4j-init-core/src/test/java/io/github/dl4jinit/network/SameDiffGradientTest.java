// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Variances.GRADIENT_OF_SAMEDIFF;
import static io.github.dl4jinit.network.Variances.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What DL4J does to gradients in layers that are built on SameDiff, which other tests reckon with. */
class SameDiffGradientTest {

    /**
     * Finite differences say what a gradient is; DL4J 1.0.0-M2.1 doubles it in every layer that is built on SameDiff.
     */
    @Test
    void gradientsOfSameDiffLayersAreDoubled() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new LocallyConnected1D.Builder()
                        .kernelSize(3)
                        .nOut(4)
                        .setInputSize(6)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(3, 6))
                .build());
        network.init();
        network.initGradientsView();
        INDArray x = Nd4j.randn(DataType.DOUBLE, 2, 3, 6);
        INDArray output = activate(network, x);
        INDArray epsilon = Nd4j.randn(DataType.DOUBLE, output.shape());
        INDArray gradient = network.getLayer(0)
                .backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
        INDArray moved = x.dup();
        moved.putScalar(new int[] {1, 2, 3}, x.getDouble(1, 2, 3) + 1e-4);
        double difference =
                activate(network, moved).sub(output).mul(epsilon).sumNumber().doubleValue() / 1e-4;
        assertThat(gradient.getDouble(1, 2, 3) / difference).isCloseTo(GRADIENT_OF_SAMEDIFF, within(1e-6));
    }

    private static INDArray activate(MultiLayerNetwork network, INDArray input) {
        network.setInput(input);
        return network.getLayer(0)
                .activate(input, true, LayerWorkspaceMgr.noWorkspaces())
                .dup();
    }
}
