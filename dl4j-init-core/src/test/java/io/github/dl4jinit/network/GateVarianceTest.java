// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Variances.CLAIM;
import static io.github.dl4jinit.network.Variances.SEEDS;
import static io.github.dl4jinit.network.Variances.STANDARD_ERROR;
import static io.github.dl4jinit.network.Variances.mean;
import static io.github.dl4jinit.network.Variances.meanSquare;
import static io.github.dl4jinit.network.Variances.network;
import static io.github.dl4jinit.network.Variances.standardError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The four gates of LSTMs: each sees its input with a variance of 1, and its state unchanged in length. */
class GateVarianceTest {

    /** The four gates of an LSTM: W·x has variance 1 for each, U·h the length of h, and DL4J's has n_in / n. */
    @ParameterizedTest
    @MethodSource("lstms")
    @SuppressWarnings("deprecation")
    void gates(NamedLstm lstm) {
        int in = 512;
        int n = 256;
        double[][] ours = new double[4][SEEDS];
        double[] dl4js = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = network(lstm.layer(in, n), null, seed);
            INDArray x = Nd4j.randn(DataType.FLOAT, 24, in);
            INDArray weights = network.getLayer(0).paramTable().get(lstm.input);
            dl4js[seed - 1] = meanSquare(x.mmul(weights));
            INDArray forgetBefore = forgetBias(network, lstm, n).dup();
            NetworkInit.builder().build().apply(network);
            INDArray recurrent = network.getLayer(0).paramTable().get(lstm.recurrent);
            for (int gate = 0; gate < 4; gate++) {
                INDArray columns = weights.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * n, (gate + 1) * n));
                ours[gate][seed - 1] = meanSquare(x.mmul(columns));
                INDArray u = recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * n, (gate + 1) * n));
                INDArray gram = u.transpose().mmul(u).subi(Nd4j.eye(n));
                assertThat(gram.amaxNumber().doubleValue()).isLessThan(1e-5);
            }
            if (recurrent.columns() > 4 * n) {
                assertThat(recurrent
                                .get(NDArrayIndex.all(), NDArrayIndex.interval(4 * n, 4 * n + 3))
                                .amaxNumber()
                                .doubleValue())
                        .isZero();
            }
            assertThat(forgetBias(network, lstm, n)).isEqualTo(forgetBefore);
        }
        for (double[] gate : ours) {
            assertThat(mean(gate)).isCloseTo(1, within(CLAIM));
            assertThat(standardError(gate)).isLessThan(STANDARD_ERROR);
        }
        assertThat(mean(dl4js)).isCloseTo((double) in / n, within(0.1)); // DL4J divides by n
    }

    private static INDArray forgetBias(MultiLayerNetwork network, NamedLstm lstm, int n) {
        INDArray bias = network.getLayer(0).paramTable().get(lstm.bias);
        return bias.reshape(bias.length()).get(NDArrayIndex.interval(n, 2 * n));
    }

    @SuppressWarnings("deprecation")
    static Stream<NamedLstm> lstms() {
        return Stream.of(
                new NamedLstm("LSTM", "W", "RW", "b"),
                new NamedLstm("GravesLSTM", "W", "RW", "b"),
                new NamedLstm("GravesBidirectionalLSTM", "WF", "RWF", "bF"),
                new NamedLstm("GravesBidirectionalLSTM", "WB", "RWB", "bB"),
                new NamedLstm("Bidirectional", "fW", "fRW", "fb"),
                new NamedLstm("Bidirectional", "bW", "bRW", "bb"));
    }

    /** A layer with gates, and what its parameters are called. */
    static final class NamedLstm {

        final String type;
        final String input;
        final String recurrent;
        final String bias;

        NamedLstm(String type, String input, String recurrent, String bias) {
            this.type = type;
            this.input = input;
            this.recurrent = recurrent;
            this.bias = bias;
        }

        @SuppressWarnings("deprecation")
        Layer layer(int in, int n) {
            switch (type) {
                case "LSTM":
                    return new LSTM.Builder()
                            .nIn(in)
                            .nOut(n)
                            .activation(Activation.TANH)
                            .forgetGateBiasInit(2.5)
                            .build();
                case "GravesLSTM":
                    return new GravesLSTM.Builder()
                            .nIn(in)
                            .nOut(n)
                            .activation(Activation.TANH)
                            .build();
                case "GravesBidirectionalLSTM":
                    return new GravesBidirectionalLSTM.Builder()
                            .nIn(in)
                            .nOut(n)
                            .activation(Activation.TANH)
                            .build();
                default:
                    return new Bidirectional(new LSTM.Builder()
                            .nIn(in)
                            .nOut(n)
                            .activation(Activation.TANH)
                            .build());
            }
        }

        @Override
        public String toString() {
            return type + " " + input;
        }
    }
}
