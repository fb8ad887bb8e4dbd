// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.layer.ResidualRole;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The branches of a residual network. Where a vertex adds, its inputs have come by several ways from the last node that
 * all of them passed; the way with the fewest layers with weights (mostly none, or a projection) is the skip
 * connection, and the others are branches. Where all ways have equally many, there is no branch but only a sum. A
 * branch may end in several layers side by side.
 */
final class ResidualBranches {

    private static final String NORMALISED = "ends in a normalisation, which undoes any scale: as the rest";

    private final KnownNetwork network;
    private final Settings settings;
    private final List<ResidualBranch> branches = new ArrayList<>();

    /** The factors of weights' standard deviations, by node. */
    private final Map<Integer, Double> factors = new HashMap<>();

    /** For each node, the nodes that its output depends on, itself included. */
    private final BitSet[] ancestors;

    private ResidualBranches(KnownNetwork network, Settings settings) {
        this.network = network;
        this.settings = settings;
        this.ancestors = ancestors();
        List<Branch> found = find();
        found.forEach(branch -> apply(branch, found.size()));
    }

    /**
     * Finds the branches of a network and what the settings' rule does to each.
     *
     * @throws IllegalArgumentException if a branch does not fit {@link ResidualRule#SKIP_INIT}
     */
    static ResidualBranches of(KnownNetwork network, Settings settings) {
        return new ResidualBranches(network, settings);
    }

    /** The branches in the order of the network, with an entry for each of a branch's last layers. */
    List<ResidualBranch> branches() {
        return List.copyOf(branches);
    }

    /** The factor of the standard deviation of the weights that make a node's output; 1 outside branches. */
    double factor(int node) {
        return factors.getOrDefault(node, 1.0);
    }

    private BitSet[] ancestors() {
        BitSet[] reachable = new BitSet[network.size()];
        for (int i = 0; i < network.size(); i++) {
            reachable[i] = new BitSet();
            reachable[i].set(i);
            for (int input : network.node(i).inputs()) {
                reachable[i].or(reachable[input]);
            }
        }
        return reachable;
    }

    private List<Branch> find() {
        List<Branch> found = new ArrayList<>();
        Set<List<Integer>> ends = new HashSet<>(); // one branch may be added more than once
        for (int i = 0; i < network.size(); i++) {
            if (network.facts(i).role() == ResidualRole.SUM) {
                branchesInto(i).stream().filter(branch -> ends.add(branch.last)).forEach(found::add);
            }
        }
        return found;
    }

    private List<Branch> branchesInto(int sum) {
        List<Integer> inputs = network.node(sum).inputs();
        BitSet common = (BitSet) ancestors[inputs.get(0)].clone();
        for (int input : inputs) {
            common.and(ancestors[input]);
        }
        if (common.isEmpty()) {
            return List.of();
        }
        int fork = common.length() - 1;
        List<Branch> ways = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        for (int input : inputs) {
            Branch way = new Branch(sum, fork, input);
            ways.add(way);
            fewest = Math.min(fewest, way.weighted.size());
        }
        int skip = fewest;
        ways.removeIf(way -> way.weighted.size() == skip);
        return ways;
    }

    private void apply(Branch branch, int count) {
        if (settings.residual == ResidualRule.FIXUP) {
            int m = branch.weighted.size();
            branch.weighted.stream()
                    .filter(inner ->
                            !branch.last.contains(inner) && untouched(inner).isEmpty())
                    .forEach(inner -> factors.merge(inner, Math.pow(count, -1.0 / (2 * m - 2)), Math::min));
        }
        for (int last : branch.last) {
            Optional<String> untouched = untouched(last);
            if (untouched.isPresent()) {
                add(branch, last, untouched.get(), 1);
            } else {
                apply(branch, last, count);
            }
        }
    }

    /** Why no factor reaches a layer's weights; empty if one does. */
    private Optional<String> untouched(int index) {
        if (network.keptBecause(index).isPresent()) {
            return Optional.of("left alone");
        }
        if (settings.initialiserOf(network.node(index).name()).isPresent()) {
            return Optional.of("drawn by an initialiser of its own");
        }
        return network.facts(index).normalisesItself()
                ? Optional.of("normalised, which undoes any scale: as the rest")
                : Optional.empty();
    }

    private void apply(Branch branch, int last, int count) {
        NetworkNode node = network.node(last);
        switch (settings.residual) {
            case SKIP_INIT:
                Check.require(
                        network.facts(last).role() == ResidualRole.MULTIPLIER,
                        "the branch into " + network.node(branch.sum).name(),
                        "one that ends in an ElementWiseMultiplicationLayer for SKIP_INIT",
                        node.name() + " (" + node.configuredType() + ")");
                change(branch, last, "multiplier 0", 0);
                break;
            case FIXUP:
                if (branch.normalised) {
                    add(branch, last, NORMALISED, 1);
                } else {
                    int m = branch.weighted.size();
                    String others =
                            m > branch.last.size() ? ", the others times " + count + "^(-1/" + (2 * m - 2) + ")" : "";
                    change(branch, last, "last weights 0" + others, 0);
                }
                break;
            case DEPTH_SCALED:
                if (branch.normalised) {
                    add(branch, last, NORMALISED, 1);
                } else if (branch.scaled) {
                    add(branch, last, "scaled by the graph: as the rest", 1);
                } else {
                    change(branch, last, "times 1/√" + count, 1 / Math.sqrt(count));
                }
                break;
            default:
                add(branch, last, "as the rest", 1);
        }
    }

    /** Where a layer ends more than one branch, the smallest factor holds. */
    private void change(Branch branch, int last, String what, double factor) {
        factors.merge(last, factor, Math::min);
        add(branch, last, what, factor);
    }

    private void add(Branch branch, int last, String what, double factor) {
        branches.add(new ResidualBranch(
                network.node(branch.fork).name(),
                network.node(branch.sum).name(),
                network.node(last).name(),
                factor,
                what));
    }

    /** Whether a node multiplies by weights of known fans. */
    private boolean weighted(int node) {
        return network.facts(node).main().isPresent();
    }

    private final class Branch {

        final int sum;
        final int fork;

        /** The branch's nodes with weights, in the order of the network. */
        final List<Integer> weighted = new ArrayList<>();

        /** The nodes with weights behind which the branch has no others. */
        final List<Integer> last = new ArrayList<>();

        /** Whether a normalisation follows the last weights. */
        boolean normalised;

        /** Whether the graph multiplies the branch by a constant. */
        boolean scaled;

        Branch(int sum, int fork, int end) {
            this.sum = sum;
            this.fork = fork;
            BitSet between = (BitSet) ancestors[end].clone();
            between.andNot(ancestors[fork]);
            // What comes in from the side is no part of the branch.
            between.stream().filter(i -> !ancestors[i].get(fork)).forEach(between::clear);
            between.stream().filter(ResidualBranches.this::weighted).forEach(weighted::add);
            findLast(end, between, new BitSet());
            last.sort(null);
            between.stream().forEach(i -> scaled |= network.facts(i).role() == ResidualRole.SCALE);
        }

        private void findLast(int from, BitSet between, BitSet seen) {
            if (!between.get(from) || seen.get(from)) {
                return;
            }
            seen.set(from);
            if (weighted(from)) {
                last.add(from);
                return;
            }
            normalised |= network.facts(from).role() == ResidualRole.NORMALISATION;
            for (int input : network.node(from).inputs()) {
                findLast(input, between, seen);
            }
        }
    }
}
