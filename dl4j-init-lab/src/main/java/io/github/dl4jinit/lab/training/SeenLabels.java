// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.LabelKind;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What the labels of a program's batches are, output by output. */
final class SeenLabels {

    private final LabelKind[] kinds;
    private final int[] counts;

    /** Steps of the longest sequence; 0 of what is none. */
    private final int[] steps;

    private int examples;

    SeenLabels(int outputs) {
        Check.require(outputs > 0, "labels", "an array for each output", outputs);
        this.kinds = new LabelKind[outputs];
        this.counts = new int[outputs];
        this.steps = new int[outputs];
    }

    /**
     * Takes note of batches.
     *
     * @return how many there were
     * @throws IllegalArgumentException if labels are not of shape [examples, outputs] or [examples, outputs, steps], or
     *     of another one than those before
     */
    int addAll(Iterator<MultiDataSet> batches) {
        int count = 0;
        while (batches.hasNext()) {
            MultiDataSet batch = batches.next();
            int outputs = batch.getLabels().length;
            Check.require(outputs == kinds.length, "labels", "arrays for " + kinds.length + " outputs", outputs);
            for (int output = 0; output < outputs; output++) {
                add(output, batch);
            }
            examples =
                    Math.addExact(examples, Math.toIntExact(batch.getLabels(0).size(0)));
            count++;
        }
        return count;
    }

    private void add(int output, MultiDataSet batch) {
        INDArray labels = batch.getLabels(output);
        Check.require(
                labels.rank() == 2 || labels.rank() == 3,
                "labels",
                "of shape [examples, outputs] or [examples, outputs, steps]",
                Arrays.toString(labels.shape()));
        int count = Math.toIntExact(labels.size(1));
        int ofBatch = labels.rank() == 3 ? Math.toIntExact(labels.size(2)) : 0;
        if (kinds[output] == null) {
            kinds[output] = new LabelKind(count);
            counts[output] = count;
            steps[output] = ofBatch;
        }
        Check.require(
                count == counts[output] && ofBatch == 0 == (steps[output] == 0),
                "labels",
                "of " + counts[output] + " numbers" + (steps[output] == 0 ? "" : " at each step") + " in all batches",
                Arrays.toString(labels.shape()));
        steps[output] = Math.max(steps[output], ofBatch);
        for (double[] row : LabelRows.of(batch, output).rows()) {
            kinds[output].add(row);
        }
    }

    /** Number of examples in all batches. */
    int examples() {
        return examples;
    }

    /** What the network shall tell. */
    Targets targets() {
        return new Targets(
                IntStream.range(0, kinds.length).mapToObj(this::target).toList());
    }

    private Target target(int output) {
        Target once = kinds[output].target();
        return steps[output] == 0 ? once : once.atEachOf(steps[output]);
    }

    /**
     * Checks that these labels, of a test set, are of the kinds of a training set's; fewer examples may look like less
     * than values, but values do not look like classes.
     *
     * @throws IllegalArgumentException if they are not
     */
    void checkAre(Targets trained) {
        List<Target> all = trained.all();
        for (int output = 0; output < kinds.length; output++) {
            Target expected = all.get(output);
            Target found = target(output);
            boolean fits = expected.kind() == Target.Kind.VALUES
                    || expected.kind() == found.kind()
                    || expected.kind() == Target.Kind.LABELS && found.kind() == Target.Kind.CLASSES;
            Check.require(
                    counts[output] == expected.count() && fits && (expected.steps() == 0) == (found.steps() == 0),
                    "labels of the test set",
                    "of " + expected.text() + ", as those of the training set",
                    found.text());
        }
    }
}
