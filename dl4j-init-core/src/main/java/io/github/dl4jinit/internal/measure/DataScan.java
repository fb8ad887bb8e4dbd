// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.internal.measure.DataFacts.Place;
import io.github.dl4jinit.internal.topology.LastWeights;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pass over an array of a batch and its mask. */
public final class DataScan {

    /** How far the sum of shares may be off for rounding: half precision has three digits. */
    private static final double ROUNDING = 0.01;

    final String columnWord;
    final int examples;
    final List<ColumnFacts> columns;
    long notFinite;
    Place firstNotFinite;
    int hiddenExamples;
    int firstHidden = -1;
    long rows;
    long unevenRows;
    Place firstUneven;
    long zeroRows;
    long mixedRows;

    private final int perExample;
    private final int positions;
    private final boolean columnsLast;
    private final double[] mask;
    private final int maskPerExample;
    private int example;

    private DataScan(INDArray array, int axis, INDArray mask) {
        this.columnWord = array.rank() > 2 ? "channel" : "column";
        this.examples = (int) array.size(0);
        this.perExample = (int) (array.length() / examples);
        int count = array.rank() < 2 ? 1 : (int) array.size(axis);
        this.positions = perExample / count;
        this.columnsLast = axis != 1;
        this.columns = IntStream.range(0, count).mapToObj(ColumnFacts::new).collect(Collectors.toList());
        long shown = mask == null ? 0 : mask.length() / examples;
        boolean fits = shown == 1 || shown == positions || shown == perExample;
        this.mask = fits ? Doubles.of(mask) : null;
        this.maskPerExample = (int) shown;
        Elements.forEachBlock(array, this::add);
    }

    /**
     * The facts of what an input is given.
     *
     * @param nodes all nodes of the network
     * @param mask {@code null} if there is none
     */
    public static DataFacts ofInput(NetworkNode input, List<NetworkNode> nodes, INDArray features, INDArray mask) {
        int axis = input.unitAxis(features.rank());
        return new DataFacts(input.name(), InputUse.of(input, nodes), false, new DataScan(features, axis, mask));
    }

    /**
     * The facts of an output's labels.
     *
     * @param nodes all nodes of the network
     * @param mask {@code null} if there is none
     */
    public static DataFacts ofLabels(NetworkNode output, List<NetworkNode> nodes, INDArray labels, INDArray mask) {
        int axis = output.unitAxis(labels.rank());
        boolean trained = LastWeights.areTrained(output, nodes);
        return new DataFacts(output.name(), null, trained, new DataScan(labels, axis, mask));
    }

    private void add(double[] block) {
        for (int from = 0; from < block.length; from += perExample) {
            addExample(block, from);
            example++;
        }
    }

    private void addExample(double[] block, int from) {
        double[] sums = new double[positions];
        boolean[] seen = new boolean[positions];
        int[] numbers = new int[positions]; // those that are not zero
        boolean hidden = true;
        for (int i = 0; i < perExample; i++) {
            double x = block[from + i];
            int column = columnsLast ? i % columns.size() : i / positions;
            int position = columnsLast ? i / columns.size() : i % positions;
            boolean masked = isMasked(i, position);
            hidden &= masked;
            if (!Double.isFinite(x)) {
                notFinite++;
                if (firstNotFinite == null) {
                    firstNotFinite = new Place(example, column, x, masked);
                }
            } else if (!masked) {
                columns.get(column).add(x);
                sums[position] += x;
                numbers[position] += x == 0 ? 0 : 1;
                seen[position] = true;
            }
        }
        if (hidden) {
            hiddenExamples++;
            firstHidden = firstHidden < 0 ? example : firstHidden;
        }
        addRows(sums, numbers, seen);
    }

    private void addRows(double[] sums, int[] numbers, boolean[] seen) {
        for (int position = 0; position < positions; position++) {
            if (seen[position]) {
                rows++;
                zeroRows += numbers[position] == 0 ? 1 : 0;
                mixedRows += numbers[position] > 1 ? 1 : 0;
                if (Math.abs(sums[position] - 1) > ROUNDING) {
                    unevenRows++;
                    firstUneven = firstUneven == null ? new Place(example, -1, sums[position], false) : firstUneven;
                }
            }
        }
    }

    private boolean isMasked(int element, int position) {
        if (mask == null) {
            return false;
        }
        int within = maskPerExample == 1 ? 0 : maskPerExample == perExample ? element : position;
        return mask[example * maskPerExample + within] == 0;
    }
}
