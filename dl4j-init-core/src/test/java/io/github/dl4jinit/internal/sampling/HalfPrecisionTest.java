// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {

    /** Bits from IEEE 754-2019, table 3.5, and its rule "to nearest, ties to even". */
    @ParameterizedTest
    @CsvSource({
        "0x1p0, 3c00",
        "-0x1p1, c000",
        "0.0, 0000",
        "-0.0, 8000",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "1e30, 7c00",
        "-1e30, fc00",
        "Infinity, 7c00",
        "NaN, 7e00",
        // the smallest normal, the largest and smallest subnormal, half of it (a tie to 0), a little more than half
        "0x1p-14, 0400",
        "0x1.ff8p-15, 03ff",
        "0x1p-24, 0001",
        "0x1p-25, 0000",
        "0x1.000002p-25, 0001",
        "-0x1p-24, 8001",
        // ties: 1 + 2⁻¹¹ lies between 3c00 and 3c01, 1 + 3·2⁻¹¹ between 3c01 and 3c02
        "0x1.002p0, 3c00",
        "0x1.002002p0, 3c01",
        "0x1.006p0, 3c02",
        // a carry out of the fraction
        "0x1.fffp0, 4000",
    })
    void toHalf(String value, String bits) {
        assertThat(hex(HalfPrecision.toHalf(Float.parseFloat(value)))).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "0x1p0, 3f80",
        "-0x1p1, c000",
        "-0.0, 8000",
        "Infinity, 7f80",
        "3.4028235e38, 7f80",
        "0x1.01p0, 3f80",
        "0x1.010002p0, 3f81",
        "0x1.03p0, 3f82",
        "0x1.ffp0, 4000",
    })
    void toBfloat16(String value, String bits) {
        assertThat(hex(HalfPrecision.toBfloat16(Float.parseFloat(value)))).isEqualTo(bits);
    }

    @Test
    void aNanStaysOneWhenItsLowerBitsAreDropped() {
        short bits = HalfPrecision.toBfloat16(Float.intBitsToFloat(0x7f80_0001));
        assertThat(Float.intBitsToFloat(bits << 16)).isNaN();
    }

    private static String hex(short bits) {
        return String.format("%04x", bits & 0xffff);
    }
}
