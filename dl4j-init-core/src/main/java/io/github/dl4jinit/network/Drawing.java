// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One parameter with the decision what it is to become; nothing is written before {@link #write}. */
final class Drawing {

    private final NetworkNode node;
    private final ParameterRule rule;

    /** A view of the network's parameters. */
    private final INDArray target;

    private final long seed;
    private final Decision decision;

    Drawing(NetworkNode node, ParameterRule rule, long seed, Decision decision) {
        this.node = node;
        this.rule = rule;
        this.seed = seed;
        this.decision = decision;
        INDArray whole = node.parameters().get(rule.parameter);
        this.target = part(whole, rule);
    }

    private static INDArray part(INDArray whole, ParameterRule rule) {
        if (rule.firstColumn < 0) {
            return whole;
        }
        return whole.rank() == 1
                ? whole.get(NDArrayIndex.interval(rule.firstColumn, rule.endColumn))
                : whole.get(NDArrayIndex.all(), NDArrayIndex.interval(rule.firstColumn, rule.endColumn));
    }

    ParameterInit write() {
        decision.how.write(target, rule, seed);
        return new ParameterInit(
                node.name(),
                node.configuredType(),
                rule,
                target.shape(),
                decision.what,
                decision.origin,
                decision.gain,
                decision.std,
                std(target));
    }

    private static double std(INDArray values) {
        try (INDArray doubles = values.dup().castTo(DataType.DOUBLE)) {
            double mean = doubles.meanNumber().doubleValue();
            return doubles.subi(mean).norm2Number().doubleValue() / Math.sqrt(doubles.length());
        }
    }

    /** Writes a parameter. */
    private interface Writer {
        void write(INDArray target, ParameterRule rule, long seed);
    }

    /** What is to become of a parameter, and why. */
    static final class Decision {

        private final String what;
        private final String origin;
        private final Double gain;
        private final Double std;
        private final Writer how;

        private Decision(String what, String origin, Double gain, Double std, Writer how) {
            this.what = what;
            this.origin = origin;
            this.gain = gain;
            this.std = std;
            this.how = how;
        }

        static Decision keep(String reason) {
            return new Decision("kept", reason, null, null, (target, rule, seed) -> {});
        }

        static Decision constant(double value, String reason) {
            return new Decision(
                    "constant "
                            + new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value),
                    reason,
                    null,
                    null,
                    (target, rule, seed) -> target.assign(value));
        }

        /** Independent values of that standard deviation. */
        static Decision independent(String what, UnitSampler sampler, double std, Double gain, String origin) {
            return std == 0
                    ? zero(origin)
                    : new Decision(
                            what,
                            origin,
                            gain,
                            std,
                            (target, rule, seed) -> RandomFill.fill(target, seed, sampler, std));
        }

        /**
         * Orthogonal matrices whose elements have that standard deviation: 1 / max(rows, columns) is that of a unit
         * one.
         */
        static Decision orthogonal(double std, Double gain, String origin) {
            return std == 0
                    ? zero(origin)
                    : new Decision("orthogonal", origin, gain, std, (target, rule, seed) -> {
                        ParameterRule.Matrices matrices = rule.matrices;
                        if (matrices == null) {
                            long rows = target.size(0);
                            long columns = target.length() / rows;
                            double factor = std * Math.sqrt(Math.max(rows, columns));
                            OrthogonalFill.fill(target, rows, columns, target.ordering(), seed, factor);
                        } else {
                            double factor = std * Math.sqrt(Math.max(matrices.rows, matrices.columns));
                            OrthogonalFill.fill(
                                    target,
                                    matrices.count,
                                    matrices.rows,
                                    matrices.columns,
                                    matrices.place,
                                    seed,
                                    factor);
                        }
                    });
        }

        private static Decision zero(String origin) {
            return new Decision("constant 0", origin, 0.0, 0.0, (target, rule, seed) -> target.assign(0));
        }

        /** By a user's initialiser, with the true fans. */
        static Decision by(IWeightInit init) {
            return new Decision(init.toString(), "override", null, null, (target, rule, seed) -> {
                Nd4j.getRandom().setSeed(seed);
                INDArray flat = Nd4j.createUninitialized(target.dataType(), target.length());
                // By these fans it knows a 1-D convolution, whose memory is laid out in another way (its Javadoc).
                boolean dl4js = init instanceof DeltaOrthogonalInit;
                target.assign(init.init(
                        dl4js ? rule.dl4jFanIn : rule.fanIn,
                        dl4js ? rule.dl4jFanOut : rule.fanOut,
                        target.shape(),
                        target.ordering(),
                        flat));
            });
        }
    }
}
