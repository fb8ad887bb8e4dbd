// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A unit is dead if it is zero everywhere for every example, wherever the units' dimension stands. */
class UnitStatisticsTest {

    private static final int UNITS = 4;
    private static final int POSITIONS = 3;

    @Test
    void deadUnitsBeforePositions() {
        INDArray activations = Nd4j.zeros(2, UNITS, POSITIONS);
        activations.putScalar(new int[] {0, 1, 0}, 1);
        activations.putScalar(new int[] {1, 1, 2}, -1);
        activations.putScalar(new int[] {1, 3, 1}, 1);
        assertThat(UnitStatistics.of(activations, 1, 1).deadShare()).isEqualTo(0.5);
    }

    @Test
    void deadUnitsBehindPositions() {
        INDArray activations = Nd4j.zeros(2, POSITIONS, UNITS);
        activations.putScalar(new int[] {0, 0, 1}, 1);
        activations.putScalar(new int[] {1, 2, 1}, -1);
        activations.putScalar(new int[] {1, 1, 3}, 1);
        assertThat(UnitStatistics.of(activations, 2, 1).deadShare()).isEqualTo(0.5);
    }

    @Test
    void deadUnitsWithoutPositions() {
        INDArray activations = Nd4j.zeros(2, UNITS);
        activations.putScalar(new int[] {1, 3}, Double.NaN);
        assertThat(UnitStatistics.of(activations, 1, 1).deadShare()).isEqualTo(0.75);
    }
}
