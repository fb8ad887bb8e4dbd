// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {

    @ParameterizedTest
    @ValueSource(
            floats = {
                0,
                -0f,
                1,
                -1,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.NaN
            })
    void agreeWithComparisons(float value) {
        int bits = Float.floatToRawIntBits(value);
        assertThat(Signs.positive(bits)).isEqualTo(value > 0 ? -1 : 0);
        assertThat(Signs.negative(bits)).isEqualTo(value < 0 ? -1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xffffffff, 0xffc00000, 0xff800001, 0x7f800001, 0x7fffffff})
    void knowEveryNan(int bits) {
        assertThat(Float.intBitsToFloat(bits)).isNaN();
        assertThat(Signs.positive(bits)).isZero();
        assertThat(Signs.negative(bits)).isZero();
    }
}
