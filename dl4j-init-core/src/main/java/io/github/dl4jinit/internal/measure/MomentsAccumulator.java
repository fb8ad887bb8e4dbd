// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mean and deviation of numbers of any size: all sums are of numbers divided by the largest one so far, so that none
 * overflows, and each block is centred before it is squared, so that none cancels (Chan, Golub, LeVeque 1983).
 */
public final class MomentsAccumulator {

    private long count;
    private double scale;
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
        rescale(largest);
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
        double sum = 0;
        for (double x : block) {
            double scaled = x / scale;
            sum += scaled;
            magnitudes += Math.abs(scaled);
        }
        double blockMean = sum / block.length;
        double blockSquares = 0;
        double left = 0; // what rounding left of Σ (x − mean) = 0
        for (double x : block) {
            double deviation = x / scale - blockMean;
            left += deviation;
            blockSquares += deviation * deviation;
        }
        blockMean += left / block.length;
        blockSquares -= left * left / block.length;
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
