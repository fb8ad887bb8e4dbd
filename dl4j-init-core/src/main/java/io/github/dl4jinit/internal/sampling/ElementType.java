// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import io.github.dl4jinit.internal.Check;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;

/** The data types that weights are drawn in, and how large and how small numbers of each can be. */
public enum ElementType {
    FLOAT(Float.MIN_NORMAL, Float.MAX_VALUE),
    DOUBLE(Double.MIN_NORMAL, Double.MAX_VALUE),
    /**
     * Below 2⁻¹⁴ its numbers are 2⁻²⁴ apart. Rounding adds the square of that / 12 to the variance: 1/3072 of it at a
     * deviation of 2⁻²⁰, and so much more below that weights are 0 or one of few numbers.
     */
    HALF(0x1p-20, 0x1.ffcp15),
    BFLOAT16(Float.MIN_NORMAL, 0x1.fep127);

    private final double smallestStd;
    private final double largest;

    ElementType(double smallestStd, double largest) {
        this.smallestStd = smallestStd;
        this.largest = largest;
    }

    /**
     * The constant of ND4J's type.
     *
     * @throws IllegalArgumentException if weights are not drawn in that type
     */
    public static ElementType of(DataType type) {
        switch (type) {
            case FLOAT:
                return FLOAT;
            case DOUBLE:
                return DOUBLE;
            case HALF:
                return HALF;
            case BFLOAT16:
                return BFLOAT16;
            default:
                throw new IllegalArgumentException(
                        "data type must be one of FLOAT, DOUBLE, HALF, BFLOAT16, received " + type);
        }
    }

    /**
     * Checks that weights of a standard deviation neither become infinite nor vanish in this type.
     *
     * @param std the standard deviation of a weight
     * @param reach how many deviations the largest weight may be away from 0
     * @throws IllegalArgumentException if they would
     */
    void requireHolds(double std, double reach) {
        double largestStd = largest / reach;
        Check.require(
                std >= smallestStd && std <= largestStd,
                "standard deviation of the weights",
                String.format(Locale.ROOT, "from %.2g to %.2g, which %s can hold", smallestStd, largestStd, this),
                std);
    }

    /**
     * Checks that a number is not infinite in this type.
     *
     * @throws IllegalArgumentException if it is
     */
    public void requireHolds(double value) {
        Check.require(
                Math.abs(value) <= largest,
                "value",
                String.format(Locale.ROOT, "from %.5g to %.5g, which %s can hold", -largest, largest, this),
                value);
    }
}
