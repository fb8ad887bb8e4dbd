// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The figures of data, by hand. */
class DataScanTest {

    /** Rounding of sums of a few doubles. */
    private static final double ROUNDING = 1e-12;

    private static NetworkView series() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .weightInit(new HeInit())
                .list()
                .layer(new SimpleRnn.Builder().nIn(2).nOut(3).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(3)
                        .nOut(2)
                        .build())
                .build());
        network.init();
        return NetworkView.of(network);
    }

    private static DataFacts facts(INDArray series, INDArray mask) {
        NetworkView network = series();
        NetworkNode input = network.inputs().get(0);
        return DataScan.ofInput(input, network.nodes(), series, mask);
    }

    /** Two examples of two channels and three steps: 0, 1, 2 … 11. */
    private static INDArray counted() {
        return Nd4j.arange(12).castTo(DataType.DOUBLE).reshape(2, 2, 3);
    }

    @Test
    void channels() {
        DataFacts facts = facts(counted(), null);
        assertThat(facts.examples()).isEqualTo(2);
        assertThat(facts.columns()).hasSize(2);
        ColumnFacts second = facts.columns().get(1); // 3 4 5 9 10 11
        assertThat(second.mean()).isCloseTo(7, within(ROUNDING));
        assertThat(second.stdDev()).isCloseTo(Math.sqrt((16 + 9 + 4) * 2 / 6.0), within(ROUNDING));
        assertThat(second.smallest()).isEqualTo(3);
        assertThat(second.largest()).isEqualTo(11);
        assertThat(second.rmsOfNonZero()).isCloseTo(Math.sqrt(352 / 6.0), within(ROUNDING));
        assertThat(facts.columns().get(0).rmsOfNonZero())
                .isCloseTo(Math.sqrt((1 + 4 + 36 + 49 + 64) / 5.0), within(ROUNDING));
        assertThat(facts.mean()).isCloseTo(5.5, within(ROUNDING));
        assertThat(facts.stdDev()).isCloseTo(Math.sqrt(143 / 12.0), within(ROUNDING));
        assertThat(facts.rows()).isEqualTo(6);
        assertThat(facts.unevenRows()).isEqualTo(6);
        assertThat(facts.firstUneven().get().value()).isEqualTo(3); // 0 and 3
    }

    @Test
    void aMaskOfSteps() {
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {0, 0, 0}});
        DataFacts facts = facts(counted(), mask);
        assertThat(facts.rows()).isEqualTo(2);
        assertThat(facts.columns().get(1).mean()).isEqualTo(3.5);
        assertThat(facts.hiddenExamples()).isEqualTo(1);
        assertThat(facts.firstHidden()).hasValue(1);
    }

    @Test
    void numbersThatAreNone() {
        INDArray series = counted().putScalar(new int[] {1, 1, 0}, Double.NEGATIVE_INFINITY);
        series.putScalar(new int[] {1, 1, 2}, Double.NaN);
        DataFacts facts = facts(series, Nd4j.createFromArray(new double[][] {{1, 1, 1}, {0, 1, 1}}));
        assertThat(facts.notFinite()).isEqualTo(2);
        DataFacts.Place first = facts.firstNotFinite().get();
        assertThat(first.example()).isEqualTo(1);
        assertThat(first.column()).isEqualTo(1);
        assertThat(first.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(first.hidden()).isTrue();
        assertThat(facts.columns().get(1).mean()).isEqualTo((3 + 4 + 5 + 10) / 4.0);
    }

    @Test
    void theDistanceOfTheExtremesFromTheOthers() {
        ColumnFacts column = new ColumnFacts(0);
        for (double x : new double[] {-1, 1, -1, 1, -999, -999}) {
            column.add(x);
        }
        assertThat(column.distance(false)).isCloseTo(999, within(1e-6)); // the others: mean 0, std 1
        assertThat(column.variedShare()).isCloseTo(4 / 6.0, within(ROUNDING));
        assertThat(column.isWhole()).isTrue();
        ColumnFacts same = new ColumnFacts(0);
        same.add(5);
        same.add(5);
        assertThat(same.isConstant()).isTrue();
        assertThat(same.distance(true)).isZero();
    }
}
