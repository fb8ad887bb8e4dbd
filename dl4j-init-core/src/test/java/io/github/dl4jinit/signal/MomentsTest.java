// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moments of numbers of any size. */
class MomentsTest {

    @Test
    void numbersNearTheEndsOfDoubles() {
        for (double scale : new double[] {1e-300, 1e300}) {
            double[] values = {3 * scale, -scale, 2 * scale, 0};
            Moments moments = Moments.of(MomentsAccumulator.of(Nd4j.createFromArray(values)));
            assertThat(moments.rms() / scale).isCloseTo(Math.sqrt(14 / 4.0), within(1e-14));
            assertThat(moments.mean() / scale).isCloseTo(1, within(1e-14));
            assertThat(moments.std() / scale).isCloseTo(Math.sqrt(10 / 4.0), within(1e-14));
        }
        // A large mean does not drown the deviation, and blocks of different sizes are put together.
        double[] values = new double[3_000_000];
        Arrays.setAll(values, i -> (i < 1_500_000 ? 1e8 : 1e8 + 2) + i % 2);
        Moments moments =
                Moments.of(MomentsAccumulator.of(Nd4j.createFromArray(values).reshape(3_000_000, 1)));
        assertThat(moments.std()).isCloseTo(Math.sqrt(1.25), within(1e-6));
    }

    /** One after the other, each larger than all before. */
    @Test
    void blocksOfGrowingNumbers() {
        MomentsAccumulator accumulator = new MomentsAccumulator();
        accumulator.add(new double[] {1, 2, 3});
        accumulator.add(new double[] {40, -50});
        accumulator.add(new double[] {600});
        // By hand: sum 596, squares 14 + 4100 + 360000 = 364114.
        double mean = 596 / 6.0;
        assertThat(accumulator.mean()).isCloseTo(mean, within(1e-10));
        assertThat(accumulator.std()).isCloseTo(Math.sqrt(364114 / 6.0 - mean * mean), within(1e-10));
        assertThat(accumulator.meanMagnitude()).isCloseTo(696 / 6.0, within(1e-10));
        assertThat(accumulator.norm()).isCloseTo(Math.sqrt(364114), within(1e-9));
    }

    /** Mean squares of 10^±600 are no doubles, but their roots are. */
    @Test
    void extremeNetworksAreMeasured() {
        for (int exponent : new int[] {300, -300}) {
            MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.IDENTITY)
                    .dataType(DataType.DOUBLE)
                    .list()
                    .layer(new DenseLayer.Builder().nIn(8).nOut(8).build())
                    .build());
            INDArray weights = network.getLayer(0).getParam("W");
            weights.assign(Nd4j.eye(8).castTo(DataType.DOUBLE).mul(Math.pow(10, exponent)));
            LayerSignal layer = SignalProbe.probe(network).layers().get(1);
            assertThat(Math.log10(layer.activation().rms())).isCloseTo(exponent, within(0.2));
            assertThat(layer.parameters().get(0).values().rms()).isFinite().isPositive();
        }
    }
}
