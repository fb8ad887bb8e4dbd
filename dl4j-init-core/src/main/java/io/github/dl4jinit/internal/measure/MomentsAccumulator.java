// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mean and deviation of numbers of any size: all sums are of numbers divided by a power of two near the largest one so
 * far, so that none overflows and none is rounded, and each block is centred before it is squared, so that none cancels
 * (Chan, Golub, LeVeque 1983). Each sum is made of four, because a processor adds those up at the same time.
 */
public final class MomentsAccumulator {

    private long count;
    private double scale; // 0 as long as there is no number but 0
    private double mean; // over scale
    private double squares; // sum of squared deviations from the mean, over scale²
    private double magnitudes; // sum of |x|, over scale
    private boolean nan;
    private boolean infinite;

    /** The moments of an array of any type. */
    public static MomentsAccumulator of(INDArray array) {
        MomentsAccumulator accumulator = new MomentsAccumulator();
        Elements.forEachBlock(array, accumulator::add);
        return accumulator;
    }

    /** Adds numbers. */
    public void add(double[] block) {
        if (block.length == 0) {
            return;
        }
        double largest = 0;
        for (double x : block) {
            nan |= Double.isNaN(x);
            largest = Math.max(largest, Math.abs(x));
        }
        infinite |= Double.isInfinite(largest);
        if (nan || infinite) {
            count += block.length;
            return;
        }
        if (largest > 0) {
            rescale(Math.scalb(1.0, Math.max(Math.getExponent(largest), Double.MIN_EXPONENT)));
        }
        if (scale > 0) {
            addScaled(block);
        }
        count += block.length;
    }

    private void rescale(double largest) {
        if (largest > scale) {
            double ratio = scale / largest;
            mean *= ratio;
            magnitudes *= ratio;
            squares *= ratio * ratio;
            scale = largest;
        }
    }

    private void addScaled(double[] block) {
        double inverse = 1 / scale;
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        double size0 = 0, size1 = 0, size2 = 0, size3 = 0;
        int whole = block.length & -4;
        for (int i = 0; i < whole; i += 4) {
            sum0 += block[i] * inverse;
            sum1 += block[i + 1] * inverse;
            sum2 += block[i + 2] * inverse;
            sum3 += block[i + 3] * inverse;
            size0 += Math.abs(block[i] * inverse);
            size1 += Math.abs(block[i + 1] * inverse);
            size2 += Math.abs(block[i + 2] * inverse);
            size3 += Math.abs(block[i + 3] * inverse);
        }
        for (int i = whole; i < block.length; i++) {
            sum0 += block[i] * inverse;
            size0 += Math.abs(block[i] * inverse);
        }
        magnitudes += size0 + size1 + (size2 + size3);
        addDeviations(block, inverse, (sum0 + sum1 + (sum2 + sum3)) / block.length);
    }

    private void addDeviations(double[] block, double inverse, double roughMean) {
        double left0 = 0, left1 = 0, left2 = 0, left3 = 0; // what rounding left of Σ (x − mean) = 0
        double square0 = 0, square1 = 0, square2 = 0, square3 = 0;
        int whole = block.length & -4;
        for (int i = 0; i < whole; i += 4) {
            double d0 = block[i] * inverse - roughMean;
            double d1 = block[i + 1] * inverse - roughMean;
            double d2 = block[i + 2] * inverse - roughMean;
            double d3 = block[i + 3] * inverse - roughMean;
            left0 += d0;
            left1 += d1;
            left2 += d2;
            left3 += d3;
            square0 += d0 * d0;
            square1 += d1 * d1;
            square2 += d2 * d2;
            square3 += d3 * d3;
        }
        for (int i = whole; i < block.length; i++) {
            double deviation = block[i] * inverse - roughMean;
            left0 += deviation;
            square0 += deviation * deviation;
        }
        double left = left0 + left1 + (left2 + left3);
        double blockMean = roughMean + left / block.length;
        double blockSquares = square0 + square1 + (square2 + square3) - left * left / block.length;
        double total = count + block.length;
        double difference = blockMean - mean;
        mean += difference * block.length / total;
        squares += blockSquares + difference * difference * count * block.length / total;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The mean; NaN if an element is NaN or infinite. */
    public double mean() {
        return finite() ? mean * scale : Double.NaN;
    }

    /** The standard deviation of the elements as they are, not as a sample; NaN if one is NaN or infinite. */
    public double std() {
        return finite() ? Math.sqrt(squares / count) * scale : Double.NaN;
    }

    /** √(mean of x²); NaN if an element is NaN, else infinite if one is infinite. */
    public double rms() {
        if (!finite()) {
            return nan ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        return Math.sqrt(squares / count + mean * mean) * scale;
    }

    /** The mean of |x|; NaN if an element is NaN or infinite. */
    public double meanMagnitude() {
        return finite() ? magnitudes / count * scale : Double.NaN;
    }

    private boolean finite() {
        return !nan && !infinite;
    }

    /** The Euclidean norm, √(Σ x²). */
    public double norm() {
        return rms() * Math.sqrt(count);
    }

    /** How many numbers were added. */
    public long count() {
        return count;
    }
}
