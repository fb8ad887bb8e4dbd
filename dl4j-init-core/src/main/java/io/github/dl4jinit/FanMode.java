// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

/**
 * The fan that the variance of a weight is divided by: fan-in keeps the forward signal, fan-out the gradient, and the
 * others are compromises between them.
 */
public enum FanMode {

    /** n_in, the number of inputs that one output sums over. Preserves activations (He et al. 2015, eq. 10). */
    FAN_IN {
        @Override
        double fan(double fanIn, double fanOut) {
            return fanIn;
        }
    },

    /** n_out, the number of outputs that one input feeds. Preserves gradients (He et al. 2015, eq. 14). */
    FAN_OUT {
        @Override
        double fan(double fanIn, double fanOut) {
            return fanOut;
        }
    },

    /** (n_in + n_out) / 2, as Keras counts the fan of its Glorot schemes. */
    FAN_AVG {
        @Override
        double fan(double fanIn, double fanOut) {
            return (fanIn + fanOut) / 2;
        }
    },

    /**
     * √(n_in · n_out): the standard deviation is the geometric mean of those of {@link #FAN_IN} and {@link #FAN_OUT}.
     */
    FAN_GEO_AVG {
        @Override
        double fan(double fanIn, double fanOut) {
            return Math.sqrt(fanIn) * Math.sqrt(fanOut);
        }
    },

    /** n_in + n_out, as Glorot and Bengio write it (2010, eq. 12). */
    FAN_SUM {
        @Override
        double fan(double fanIn, double fanOut) {
            return fanIn + fanOut;
        }
    };

    /** The fan that this mode divides by in a layer of that fan-in and fan-out. */
    abstract double fan(double fanIn, double fanOut);
}
