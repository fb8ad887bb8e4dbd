// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * The rounding of floats to the two 16-bit formats, to nearest and ties to even. ND4J's own conversions differ between
 * types and backends, and one that truncates makes every weight smaller.
 */
final class HalfPrecision {

    private HalfPrecision() {}

    /** The bits of the IEEE 754 binary16 number (1 sign, 5 exponent, 10 fraction bits) nearest to {@code value}. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return (short) (sign | 0x7e00); // NaN
        }
        // 65520 = 2¹⁵·(2 − 2⁻¹¹) is half-way between the largest half and 2¹⁶: it and all above round to infinity.
        if (magnitude >= 0x477f_f000) {
            return (short) (sign | 0x7c00);
        }
        // Below 2⁻¹⁴ halves are spaced 2⁻²⁴ apart. Adding 0.5f, whose own spacing is 2⁻²⁴, makes the processor
        // round to that grid; what it leaves in the fraction of 0.5 is the half's bits.
        if (magnitude < 0x3880_0000) {
            float aligned = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(aligned) - Float.floatToRawIntBits(0.5f)));
        }
        // Rebias the exponent from 127 to 15 and drop 13 fraction bits; a carry runs into the exponent, as it should.
        return (short) (sign | roundedShift(magnitude - ((127 - 15) << 23), 13));
    }

    /** The bits of the bfloat16 number, the upper half of a float, nearest to {@code value}. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40); // stays a NaN when its lower half is dropped
        }
        return (short) roundedShift(bits, 16);
    }

    /** {@code bits / 2^shift}, rounded to nearest, ties to even. */
    private static int roundedShift(int bits, int shift) {
        int lowestKept = (bits >>> shift) & 1;
        return (bits + (1 << (shift - 1)) - 1 + lowestKept) >>> shift;
    }
}
