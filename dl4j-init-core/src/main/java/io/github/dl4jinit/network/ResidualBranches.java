// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/**
 * The branches of a residual network. Where a vertex adds, its inputs have come by several ways from the last node that
 * all of them passed; the way with the fewest weights (mostly none, or a projection's) is the skip connection, and the
 * others are branches. Ways of equal weights are no branches: a sum.
 */
final class ResidualBranches {

    private final List<NetworkNode> nodes;
    private final List<ResidualBranch> branches = new ArrayList<>();

    /** Factors of weights' standard deviations by node. */
    private final Map<Integer, Double> factors = new HashMap<>();

    /** What is reachable backwards from a node, itself included. */
    private final BitSet[] ancestors;

    ResidualBranches(List<NetworkNode> nodes, ResidualRule rule) {
        this.nodes = nodes;
        this.ancestors = ancestors();
        List<Branch> found = find();
        int count = found.size();
        for (Branch branch : found) {
            apply(branch, rule, count);
        }
    }

    /** What became of each branch, in the order of the network. */
    List<ResidualBranch> branches() {
        return branches;
    }

    /** The factor of the standard deviation of a node's weights; 1 outside branches. */
    double factor(int node) {
        return factors.getOrDefault(node, 1.0);
    }

    private BitSet[] ancestors() {
        BitSet[] reachable = new BitSet[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            reachable[i] = new BitSet();
            reachable[i].set(i);
            for (int input : nodes.get(i).inputs) {
                reachable[i].or(reachable[input]);
            }
        }
        return reachable;
    }

    private List<Branch> find() {
        List<Branch> found = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            NetworkNode node = nodes.get(i);
            if (node.vertexConfiguration instanceof ElementWiseVertex
                    && ((ElementWiseVertex) node.vertexConfiguration).getOp() == ElementWiseVertex.Op.Add) {
                found.addAll(branchesInto(i));
            }
        }
        return found;
    }

    private List<Branch> branchesInto(int sum) {
        int[] inputs = nodes.get(sum).inputs;
        BitSet common = (BitSet) ancestors[inputs[0]].clone();
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
            Branch way = new Branch(sum, fork, between(fork, input));
            ways.add(way);
            fewest = Math.min(fewest, way.weighted.size());
        }
        int skip = fewest;
        ways.removeIf(way -> way.weighted.size() == skip);
        return ways;
    }

    /** The nodes behind the fork that lead to a node, itself included. */
    private BitSet between(int fork, int end) {
        BitSet between = (BitSet) ancestors[end].clone();
        between.andNot(ancestors[fork]);
        return between;
    }

    private void apply(Branch branch, ResidualRule rule, int count) {
        if (rule == ResidualRule.NONE) {
            add(branch, "as the rest", 1);
            return;
        }
        int last = branch.last;
        NetworkNode node = nodes.get(last);
        boolean multiplied = node.innerConfiguration() instanceof ElementWiseMultiplicationLayer;
        if (rule == ResidualRule.SKIP_INIT) {
            Check.require(
                    multiplied,
                    "the branch into " + nodes.get(branch.sum).name,
                    "one that ends in an ElementWiseMultiplicationLayer for SKIP_INIT",
                    node.name + " (" + node.type() + ")");
            factors.put(last, 0.0);
            add(branch, "multiplier 0", 0);
            return;
        }
        if (branch.normalised) {
            add(branch, "ends in a normalisation, which undoes any scale: as the rest", 1);
            return;
        }
        if (rule == ResidualRule.DEPTH_SCALED) {
            if (branch.scaled) {
                add(branch, "scaled by the graph: as the rest", 1);
                return;
            }
            double factor = 1 / Math.sqrt(count);
            factors.put(last, factor);
            add(branch, "times 1/√" + count, factor);
            return;
        }
        int m = branch.weighted.size();
        branch.weighted.forEach(inner -> factors.put(inner, Math.pow(count, -1.0 / (2 * m - 2))));
        factors.put(last, 0.0);
        add(
                branch,
                m == 1 ? "last weights 0" : "last weights 0, the others times " + count + "^(-1/" + (2 * m - 2) + ")",
                0);
    }

    private void add(Branch branch, String what, double factor) {
        branches.add(new ResidualBranch(
                nodes.get(branch.fork).name, nodes.get(branch.sum).name, nodes.get(branch.last).name, factor, what));
    }

    /** Whether it multiplies by weights that a scale can be given to. */
    private static boolean weighted(NetworkNode node) {
        return !node.parameters().isEmpty()
                && !(node.innerConfiguration() instanceof BatchNormalization)
                && !(node.innerConfiguration() instanceof PReLULayer);
    }

    private final class Branch {

        final int sum;
        final int fork;

        /** In the order of the network. */
        final List<Integer> weighted = new ArrayList<>();

        final int last;
        boolean normalised;
        boolean scaled;

        Branch(int sum, int fork, BitSet between) {
            this.sum = sum;
            this.fork = fork;
            between.stream().filter(i -> weighted(nodes.get(i))).forEach(weighted::add);
            this.last = weighted.isEmpty() ? -1 : weighted.get(weighted.size() - 1);
            between.stream().forEach(i -> {
                scaled |= nodes.get(i).vertexConfiguration instanceof ScaleVertex;
                normalised |= i > last && nodes.get(i).innerConfiguration() instanceof BatchNormalization;
            });
        }
    }
}
