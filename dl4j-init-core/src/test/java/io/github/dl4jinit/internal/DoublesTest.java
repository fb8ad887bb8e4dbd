// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DoublesTest {

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT", "HALF", "BFLOAT16", "INT", "LONG", "BOOL"})
    void everyTypeInEveryOrder(DataType type) {
        INDArray rows =
                Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0, 0, 1}}).castTo(type);
        assertThat(Doubles.of(rows)).containsExactly(1, 0, 1, 0, 0, 1);
        assertThat(Doubles.of(rows.dup('f'))).containsExactly(1, 0, 1, 0, 0, 1);
        assertThat(Doubles.of(rows.transpose())).containsExactly(1, 0, 0, 0, 1, 1);
        assertThat(Doubles.of(rows.getColumn(2))).containsExactly(1, 1);
        assertThat(Doubles.of(rows.getRow(1))).containsExactly(0, 0, 1);
    }

    @Test
    void numbersOfAnySizeAndNone() {
        assertThat(Doubles.of(Nd4j.createFromArray(Float.MIN_VALUE, -0f, Float.MAX_VALUE, Float.NaN)))
                .containsExactly(Float.MIN_VALUE, -0.0, Float.MAX_VALUE, Double.NaN);
        assertThat(Doubles.of(Nd4j.createFromArray(Double.MIN_VALUE, 1 + Math.ulp(1.0))))
                .containsExactly(Double.MIN_VALUE, 1 + Math.ulp(1.0));
        assertThat(Doubles.of(Nd4j.scalar(0.5))).containsExactly(0.5);
        assertThat(Doubles.of(Nd4j.empty(DataType.FLOAT))).isEmpty();
    }
}
