// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The units of a layer that have the same incoming weights as another one and get the same gradient. Equal incoming
 * weights are found by their bits. Outgoing weights need not be known: where they differ, or where dropout falls on one
 * unit and not on the other, the gradients do.
 */
public final class TwinUnits {

    /**
     * The most that gradients of twins differ by, against their norm: rounding of a matrix product in half precision.
     */
    private static final double SAME = 1e-3;

    /** Two different gradients look the same in so many projections once in 10²⁴ times, each being within SAME. */
    private static final int PROJECTIONS = 8;

    private final int units;
    private final int copies;
    private final boolean moved;

    private TwinUnits(int units, int copies, boolean moved) {
        this.units = units;
        this.copies = copies;
        this.moved = moved;
    }

    /**
     * The twins among the units of a layer; empty if there are none, or if the layer is not of a kind that has any.
     *
     * @param gradients of its parameters, before they become updates
     */
    public static Optional<TwinUnits> of(NetworkNode node, Map<String, INDArray> gradients) {
        UnitLayout layout = UnitLayout.of(node);
        if (layout == null || layout.units() < 2 || gradients.containsValue(null)) {
            return Optional.empty();
        }
        List<List<Integer>> alike = alike(layout, node.parameters());
        if (alike.isEmpty()) {
            return Optional.empty();
        }
        double[][] sketches = sketches(layout, gradients);
        boolean moved = Arrays.stream(sketches).anyMatch(sketch -> norm(sketch) > 0);
        int copies = 0;
        for (List<Integer> group : alike) {
            copies += copies(group, sketches, moved);
        }
        return copies == 0 ? Optional.empty() : Optional.of(new TwinUnits(layout.units(), copies, moved));
    }

    /** The groups of at least two units whose parameters have the same bits, as 64 bits of each tell. */
    private static List<List<Integer>> alike(UnitLayout layout, Map<String, INDArray> parameters) {
        Bits bits = new Bits(layout.units());
        layout.forEach(parameters, bits);
        Map<Long, List<Integer>> groups = new LinkedHashMap<>();
        for (int unit = 0; unit < layout.units(); unit++) {
            groups.computeIfAbsent(bits.hashes[unit], hash -> new ArrayList<>()).add(unit);
        }
        List<List<Integer>> alike = new ArrayList<>(groups.values());
        alike.removeIf(group -> group.size() < 2);
        return alike;
    }

    /** A hash of each unit's parameters; done as soon as all differ, in dense layers behind the first rows. */
    private static final class Bits implements UnitLayout.Visitor {

        private final long[] hashes;

        Bits(int units) {
            this.hashes = new long[units];
        }

        @Override
        public void element(int unit, long position, double value) {
            hashes[unit] = mixed(hashes[unit] + Double.doubleToLongBits(value + 0.0)); // -0 is 0
        }

        @Override
        public boolean isDone() {
            return Arrays.stream(hashes).noneMatch(hash -> hash == 0)
                    && Arrays.stream(hashes).distinct().count() == hashes.length;
        }
    }

    /** A few random projections of each unit's gradient, which are equal where the gradients are. */
    private static double[][] sketches(UnitLayout layout, Map<String, INDArray> gradients) {
        double[][] sketches = new double[layout.units()][PROJECTIONS];
        layout.forEach(gradients, (unit, position, value) -> {
            long signs = mixed(position + 1);
            for (int i = 0; i < PROJECTIONS; i++) {
                sketches[unit][i] += (signs >>> i & 1) == 0 ? value : -value;
            }
        });
        return sketches;
    }

    /** A step of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes half of the output's. */
    private static long mixed(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** How many of a group get the same gradient as an earlier one; of those that get none, only where nobody does. */
    private static int copies(List<Integer> group, double[][] sketches, boolean moved) {
        List<double[]> different = new ArrayList<>();
        int copies = 0;
        for (int unit : group) {
            double[] sketch = sketches[unit];
            if (moved && norm(sketch) == 0) {
                continue;
            }
            if (different.stream().anyMatch(other -> isSame(other, sketch))) {
                copies++;
            } else {
                different.add(sketch);
            }
        }
        return copies;
    }

    private static boolean isSame(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return norm(difference) <= SAME * norm(a);
    }

    private static double norm(double[] sketch) {
        return Math.sqrt(Arrays.stream(sketch).map(x -> x * x).sum());
    }

    /** The number of units of the layer. */
    public int units() {
        return units;
    }

    /** The number of units that are copies of another one: one less than all if all are the same. */
    public int copies() {
        return copies;
    }

    /** Whether any gradient gets to the layer; twins that get none may still be told apart by a later one. */
    public boolean moved() {
        return moved;
    }
}
