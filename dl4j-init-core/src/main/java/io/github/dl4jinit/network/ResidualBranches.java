// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/**
 * The branches of a residual network. Where a vertex adds, its inputs have come by several ways from the last node that
 * all of them passed; the way with the fewest weights (mostly none, or a projection's) is the skip connection, and the
 * others are branches. Ways of equal weights are no branches: a sum. A branch may end in several layers side by side.
 */
final class ResidualBranches {

    private final List<NetworkNode> nodes;
    private final NetworkInit init;
    private final List<List<ParameterRule>> rules = new ArrayList<>();
    private final List<ResidualBranch> branches = new ArrayList<>();

    /** Factors of weights' standard deviations by node. */
    private final Map<Integer, Double> factors = new HashMap<>();

    /** What is reachable backwards from a node, itself included. */
    private final BitSet[] ancestors;

    ResidualBranches(List<NetworkNode> nodes, NetworkInit init, LayerRules layerRules) {
        this.nodes = nodes;
        this.init = init;
        nodes.forEach(node -> rules.add(layerRules.of(node)));
        this.ancestors = ancestors();
        List<Branch> found = find();
        found.forEach(branch -> apply(branch, found.size()));
    }

    /** What became of each branch's last layers, in the order of the network. */
    List<ResidualBranch> branches() {
        return branches;
    }

    /** The factor of the standard deviation of the weights that make a node's output; 1 outside branches. */
    double factor(int node) {
        return factors.getOrDefault(node, 1.0);
    }

    private BitSet[] ancestors() {
        BitSet[] reachable = new BitSet[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            reachable[i] = new BitSet();
            reachable[i].set(i);
            for (int input : nodes.get(i).inputs()) {
                reachable[i].or(reachable[input]);
            }
        }
        return reachable;
    }

    private List<Branch> find() {
        List<Branch> found = new ArrayList<>();
        Set<List<Integer>> ends = new HashSet<>(); // one branch may be added more than once
        for (int i = 0; i < nodes.size(); i++) {
            NetworkNode node = nodes.get(i);
            if (node.vertexConfiguration() instanceof ElementWiseVertex
                    && ((ElementWiseVertex) node.vertexConfiguration()).getOp() == ElementWiseVertex.Op.Add) {
                branchesInto(i).stream().filter(branch -> ends.add(branch.last)).forEach(found::add);
            }
        }
        return found;
    }

    private List<Branch> branchesInto(int sum) {
        List<Integer> inputs = nodes.get(sum).inputs();
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
        if (init.residual == ResidualRule.FIXUP) {
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
        NetworkNode node = nodes.get(index);
        if (node.frozen() || init.kept.test(node.name())) {
            return Optional.of("left alone");
        }
        if (init.initialisers.containsKey(node.name())) {
            return Optional.of("drawn by an initialiser of its own");
        }
        return rules.get(index).stream().anyMatch(rule -> rule.normalises)
                ? Optional.of("normalised, which undoes any scale: as the rest")
                : Optional.empty();
    }

    private void apply(Branch branch, int last, int count) {
        NetworkNode node = nodes.get(last);
        switch (init.residual) {
            case SKIP_INIT:
                Check.require(
                        node.innerConfiguration() instanceof ElementWiseMultiplicationLayer,
                        "the branch into " + nodes.get(branch.sum).name(),
                        "one that ends in an ElementWiseMultiplicationLayer for SKIP_INIT",
                        node.name() + " (" + node.configuredType() + ")");
                change(branch, last, "multiplier 0", 0);
                break;
            case FIXUP:
                if (branch.normalised) {
                    add(branch, last, "ends in a normalisation, which undoes any scale: as the rest", 1);
                } else {
                    int m = branch.weighted.size();
                    String others =
                            m > branch.last.size() ? ", the others times " + count + "^(-1/" + (2 * m - 2) + ")" : "";
                    change(branch, last, "last weights 0" + others, 0);
                }
                break;
            case DEPTH_SCALED:
                if (branch.normalised) {
                    add(branch, last, "ends in a normalisation, which undoes any scale: as the rest", 1);
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
                nodes.get(branch.fork).name(),
                nodes.get(branch.sum).name(),
                nodes.get(last).name(),
                factor,
                what));
    }

    /** Whether it multiplies by weights that the rules know. */
    private boolean weighted(int node) {
        return LayerRules.main(rules.get(node)).isPresent();
    }

    private final class Branch {

        final int sum;
        final int fork;

        /** In the order of the network. */
        final List<Integer> weighted = new ArrayList<>();

        /** Those of them behind which there are no others. */
        final List<Integer> last = new ArrayList<>();

        boolean normalised;
        boolean scaled;

        Branch(int sum, int fork, int end) {
            this.sum = sum;
            this.fork = fork;
            BitSet between = (BitSet) ancestors[end].clone();
            between.andNot(ancestors[fork]);
            // Not what comes in from the side.
            between.stream().filter(i -> !ancestors[i].get(fork)).forEach(between::clear);
            between.stream().filter(ResidualBranches.this::weighted).forEach(weighted::add);
            findLast(end, between, new BitSet());
            last.sort(null);
            between.stream().forEach(i -> scaled |= nodes.get(i).vertexConfiguration() instanceof ScaleVertex);
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
            normalised |= nodes.get(from).innerConfiguration() instanceof BatchNormalization;
            for (int input : nodes.get(from).inputs()) {
                findLast(input, between, seen);
            }
        }
    }
}
