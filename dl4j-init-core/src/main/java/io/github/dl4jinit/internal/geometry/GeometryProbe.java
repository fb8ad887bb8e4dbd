// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.Examples;
import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import io.github.dl4jinit.internal.measure.UnitStatistics;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures what a network does to small differences between inputs: how its gradient changes from an input to a
 * neighbour, and how unevenly it stretches different directions.
 *
 * <p>Gradients are those of u·f, where f is what the last layer before the loss puts out and u a random direction, with
 * respect to the input (behind an embedding, to what it puts out). It takes some six passes forward and five back of a
 * few examples of the batch, without dropout and weight noise. Where batch normalisation lets examples act on each
 * other, that counts too.
 */
public final class GeometryProbe {

    /** The most examples: with four directions they tell the spread to about a tenth. */
    private static final int EXAMPLES = 32;

    /** The most directions at the end of which gradients are taken; they make six pairs. */
    private static final int DIRECTIONS = 4;

    /** The most numbers in all gradients together, 32 MB: of large images there are fewer examples. */
    private static final long MOST_ELEMENTS = 1 << 22;

    /**
     * The step to a neighbour as a share of the way to another example: among the data, so that a network sees inputs
     * like its own, and small beside their distance. Other examples are too far to tell networks apart: in theory their
     * gradients have a correlation of 0.001 behind 50 ReLU layers already. With this step it is 0.25 behind 50 ReLU
     * layers, 0.05 behind 151, and 0.97 behind 151 layers of tanh whose pre-activations have a deviation of 0.3.
     */
    private static final double STEP = 0.1;

    private static final long SEED = 1;

    private GeometryProbe() {}

    /**
     * Measures a copy of a network; its gradients are overwritten and its noise is removed.
     *
     * @return no figures where they make no sense: no layer with weights between input and loss, a single number at its
     *     end, a frozen layer that no gradient passes, or rows that are no examples any more
     */
    public static Geometry measure(NetworkView copy, MultiDataSet batch) {
        return Stretch.of(copy).map(stretch -> measure(copy, stretch, batch)).orElseGet(Geometry::none);
    }

    private static Geometry measure(NetworkView copy, Stretch stretch, MultiDataSet batch) {
        Optional<DenseChain> chain = DenseChain.of(copy, stretch); // while its noise can still be seen
        Passes passes = new Passes(copy, stretch);
        INDArray all = passes.atStart(batch);
        long examples = Math.min(EXAMPLES, all.size(0));
        INDArray inputs = passes.atStart(first(examples, batch));
        INDArray outputs = passes.forward(inputs);
        if (inputs.size(0) != examples || outputs.size(0) != examples || outputs.length() < 2 * examples) {
            return Geometry.none();
        }
        long perExample = DIRECTIONS * Math.max(inputs.length(), outputs.length()) / examples;
        long affordable = Math.max(1, MOST_ELEMENTS / perExample);
        if (affordable < examples) {
            inputs = passes.atStart(first(affordable, batch));
            outputs = passes.forward(inputs);
        }
        return measure(passes, all, inputs, directions(outputs), chain);
    }

    private static Geometry measure(
            Passes passes, INDArray all, INDArray inputs, List<INDArray> directions, Optional<DenseChain> chain) {
        List<Rows> gradients = new ArrayList<>();
        for (INDArray direction : directions) {
            INDArray gradient = passes.gradient(inputs, direction);
            if (gradient == null) {
                return Geometry.none();
            }
            gradients.add(new Rows(gradient));
        }
        SingularValues values = new SingularValues(new Rows(directions.get(0)).length(), gradients);
        if (inputs.size(0) < 2) {
            return new Geometry(Double.NaN, values.spread(), Double.NaN, Optional::empty);
        }
        INDArray neighbours = neighbours(inputs);
        double correlation = gradients.get(0).meanCosine(new Rows(passes.gradient(neighbours, directions.get(0))));
        double neighbourCosine = new Rows(inputs).meanCosine(new Rows(neighbours));
        return new Geometry(correlation, values.spread(), values.standardError(), theory(chain, all, neighbourCosine));
    }

    /** What makes the prediction; it keeps no array. */
    private static Supplier<Optional<Prediction>> theory(
            Optional<DenseChain> chain, INDArray inputs, double neighbourCosine) {
        double rms = MomentsAccumulator.of(inputs).rms();
        Double cosine = UnitStatistics.of(inputs, 1, rms).meanCosine();
        return cosine == null
                ? Optional::empty
                : () -> chain.flatMap(dense -> Prediction.of(dense, rms * rms, cosine, neighbourCosine));
    }

    /** Each input a step nearer to the one before it in the batch. */
    private static INDArray neighbours(INDArray inputs) {
        long last = inputs.size(0) - 1;
        INDArray others = Nd4j.concat(0, Examples.of(inputs, last, last + 1), Examples.of(inputs, 0, last));
        return inputs.mul(1 - STEP).addi(others.mul(STEP));
    }

    /** An orthonormal frame for each example: in each array the same vector of all frames, as the outputs' gradient. */
    private static List<INDArray> directions(INDArray outputs) {
        int examples = (int) outputs.size(0);
        int length = (int) (outputs.length() / examples);
        int count = Math.min(DIRECTIONS, length);
        INDArray frames = Nd4j.create(DataType.DOUBLE, count, examples, length);
        OrthogonalFill.fill(
                frames,
                frames.ordering(),
                examples,
                length,
                count,
                (example, row, column) -> (column * examples + example) * length + row,
                SEED,
                1);
        List<INDArray> directions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            directions.add(
                    frames.slice(i).dup('c').reshape('c', outputs.shape()).castTo(outputs.dataType()));
        }
        return directions;
    }

    /** A batch of the first examples, features and their masks. */
    private static MultiDataSet first(long examples, MultiDataSet batch) {
        return new org.nd4j.linalg.dataset.MultiDataSet(
                first(examples, batch.getFeatures()), null, first(examples, batch.getFeaturesMaskArrays()), null);
    }

    private static INDArray[] first(long examples, INDArray... arrays) {
        if (arrays == null) {
            return null;
        }
        INDArray[] first = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            first[i] = arrays[i] == null
                    ? null
                    : Examples.of(arrays[i], 0, examples).dup();
        }
        return first;
    }
}
