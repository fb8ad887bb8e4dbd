// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.MirroredInit;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.sampling.ElementType;
import io.github.dl4jinit.internal.sampling.MirroredFill;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is to become of a parameter, and why. */
final class Decision {

    /** Writes values into a parameter. */
    private interface Writer {
        void write(INDArray target, Parameter parameter, long seed);
    }

    /** What is done, in a word for people. */
    final String what;

    /** Why it is done. */
    final String origin;

    /** {@code null} for what is not drawn by a scale of ours. */
    final Double gain;

    /** The standard deviation asked for; {@code null} as the gain is. */
    final Double std;

    private final Writer how;

    private Decision(String what, String origin, Double gain, Double std, Writer how) {
        this.what = what;
        this.origin = origin;
        this.gain = gain;
        this.std = std;
        this.how = how;
    }

    /** Writes the values into a parameter, or a part of one. */
    void write(INDArray target, Parameter parameter, long seed) {
        how.write(target, parameter, seed);
    }

    /** Leaves the parameter as it is. */
    static Decision keep(String reason) {
        return new Decision("kept", reason, null, null, (target, parameter, seed) -> {});
    }

    /** Sets all elements to one value. */
    static Decision constant(double value, String reason) {
        return new Decision(
                "constant " + new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value),
                reason,
                null,
                null,
                (target, parameter, seed) -> {
                    ElementType.of(target.dataType()).requireHolds(value);
                    target.assign(value);
                });
    }

    /** Draws independent values of that standard deviation. */
    static Decision independent(String what, UnitSampler sampler, double std, Double gain, String origin) {
        return std == 0
                ? zero(origin)
                : new Decision(
                        what,
                        origin,
                        gain,
                        std,
                        (target, parameter, seed) -> RandomFill.fill(target, seed, sampler, std));
    }

    /**
     * Draws orthogonal matrices whose elements have that standard deviation; at gain 1 it is 1 / √max(rows, columns).
     */
    static Decision orthogonal(double std, Double gain, String origin) {
        return std == 0
                ? zero(origin)
                : new Decision("orthogonal", origin, gain, std, (target, parameter, seed) -> {
                    Parameter.Matrices matrices = parameter.matrices;
                    if (matrices == null) {
                        long rows = target.size(0);
                        long columns = target.length() / rows;
                        double factor = std * Math.sqrt(Math.max(rows, columns));
                        OrthogonalFill.fill(target, rows, columns, target.ordering(), seed, factor);
                    } else {
                        double factor = std * Math.sqrt(Math.max(matrices.rows, matrices.columns));
                        OrthogonalFill.fill(
                                target,
                                target.ordering(),
                                matrices.count,
                                matrices.rows,
                                matrices.columns,
                                matrices.place,
                                seed,
                                factor);
                    }
                });
    }

    /**
     * Draws mirrored weights.
     *
     * @param std of the matrix between values
     * @param asked the standard deviation of the parameter as a whole
     */
    static Decision mirrored(Mirror mirror, double std, double asked, Double gain, String origin) {
        return std == 0
                ? zero(origin)
                : new Decision(
                        mirror.what(),
                        origin,
                        gain,
                        asked,
                        (target, parameter, seed) -> MirroredFill.fill(
                                target,
                                target.ordering(),
                                mirror.out,
                                mirror.in,
                                mirror.slope,
                                parameter.channels.place,
                                seed,
                                std));
    }

    private static Decision zero(String origin) {
        return new Decision("constant 0", origin, 0.0, 0.0, (target, parameter, seed) -> target.assign(0));
    }

    /** Asks a user's initialiser, with the true fans. */
    static Decision by(IWeightInit init) {
        return new Decision(init.toString(), "override", null, null, (target, parameter, seed) -> {
            Nd4j.getRandom().setSeed(seed);
            INDArray flat = Nd4j.createUninitialized(target.dataType(), target.length());
            // Only by DL4J's fans do these know a 1-D convolution, whose memory is laid out in another way.
            boolean dl4js = init instanceof DeltaOrthogonalInit || init instanceof MirroredInit;
            target.assign(init.init(
                    dl4js ? parameter.dl4jFanIn : parameter.fanIn,
                    dl4js ? parameter.dl4jFanOut : parameter.fanOut,
                    target.shape(),
                    target.ordering(),
                    flat));
        });
    }
}
