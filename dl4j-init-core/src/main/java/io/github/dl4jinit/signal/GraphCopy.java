// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Of a {@code ComputationGraph}: a node for each vertex, in topological order. */
final class GraphCopy extends NetworkCopy {

    private final ComputationGraph original;
    private final ComputationGraph copy;

    /** In topological order. */
    private final List<GraphVertex> vertices;

    /** By identity: DL4J's vertices are equal by content, which changes. */
    private final Map<GraphVertex, INDArray> outputs = new IdentityHashMap<>();

    GraphCopy(ComputationGraph original) {
        this.original = original;
        this.copy = (ComputationGraph) NetworkView.of(original).copy().network();
        ComputationGraphUpdater updater = original.getUpdater(false);
        if (updater != null && updater.getUpdaterStateViewArray() != null) {
            copy.getUpdater().getUpdaterStateViewArray().assign(updater.getUpdaterStateViewArray());
        }
        this.vertices = Arrays.stream(copy.topologicalSortOrder())
                .mapToObj(index -> copy.getVertices()[index])
                .collect(Collectors.toList());
        copy.initGradientsView();
    }

    @Override
    List<Node> nodes() {
        Map<Integer, Integer> positions = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (GraphVertex vertex : vertices) {
            int[] inputs = vertex.getInputVertices() == null
                    ? new int[0]
                    : Arrays.stream(vertex.getInputVertices())
                            .mapToInt(input -> positions.get(input.getVertexIndex()))
                            .toArray();
            nodes.add(new Node(
                    vertex.getVertexName(),
                    typeOf(vertex),
                    vertex.hasLayer() ? vertex.getLayer() : null,
                    vertex.hasLayer() ? vertex.getLayer() : vertex,
                    inputs));
            positions.put(vertex.getVertexIndex(), positions.size());
        }
        return nodes;
    }

    private static String typeOf(GraphVertex vertex) {
        if (vertex.isInputVertex()) {
            return "input";
        }
        return vertex.hasLayer()
                ? NetworkCopy.type(vertex.getLayer())
                : vertex.getClass().getSimpleName();
    }

    @Override
    void forward(List<Node> nodes, MultiDataSet batch) {
        copy.setInputs(batch.getFeatures());
        copy.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
        for (int i = 0; i < vertices.size(); i++) {
            GraphVertex vertex = vertices.get(i);
            INDArray activations = vertex.isInputVertex()
                    ? copy.getInput(copy.getConfiguration().getNetworkInputs().indexOf(vertex.getVertexName()))
                    : vertex.doForward(true, NO_WORKSPACES);
            nodes.get(i).measureActivations(activations);
            if (outputNumber(vertex) >= 0) {
                outputs.put(vertex, activations);
            }
            if (vertex.getOutputVertices() != null) {
                for (VertexIndices next : vertex.getOutputVertices()) {
                    copy.getVertices()[next.getVertexIndex()].setInput(
                            next.getVertexEdgeNumber(), activations, NO_WORKSPACES);
                }
            }
        }
    }

    /** −1 if it is none of the network's outputs. */
    private int outputNumber(GraphVertex vertex) {
        return copy.getConfiguration().getNetworkOutputs().indexOf(vertex.getVertexName());
    }

    @Override
    void backward(List<Node> nodes, MultiDataSet batch) {
        int examples = (int) batch.getFeatures(0).size(0);
        Map<GraphVertex, INDArray> epsilons = new IdentityHashMap<>();
        for (int i = vertices.size() - 1; i >= 0; i--) {
            GraphVertex vertex = vertices.get(i);
            Node node = nodes.get(i);
            INDArray epsilon = epsilons.remove(vertex);
            IOutputLayer loss = node.outputLayer();
            if (outputNumber(vertex) >= 0) {
                epsilon = atOutput(vertex, node, epsilon, batch);
            }
            if (epsilon != null) {
                node.measureGradient(epsilon, examples);
            }
            boolean stops = vertex.isInputVertex() || node.frozen() || vertex instanceof FrozenVertex;
            if (stops || epsilon == null && loss == null) {
                continue;
            }
            vertex.setEpsilon(epsilon);
            Pair<Gradient, INDArray[]> back = vertex.doBackward(false, NO_WORKSPACES);
            if (back.getFirst() != null) {
                node.keepGradients(back.getFirst(), examples);
            }
            share(vertex.getInputVertices(), back.getSecond(), epsilons);
        }
    }

    /**
     * Gives a loss its labels; an output that is none gets a random gradient, beside what comes from other vertices.
     */
    private INDArray atOutput(GraphVertex vertex, Node node, INDArray epsilon, MultiDataSet batch) {
        INDArray output = outputs.get(vertex);
        IOutputLayer loss = node.outputLayer();
        if (loss == null) {
            INDArray random = Nd4j.randn(output.dataType(), output.shape());
            return epsilon == null ? random : random.addi(epsilon);
        }
        if (loss.needsLabels()) {
            loss.setLabels(labels(batch, outputNumber(vertex), node, output));
        }
        return epsilon;
    }

    /** The gradient with respect to a vertex is the sum over all that take its activations. */
    private void share(VertexIndices[] inputs, INDArray[] parts, Map<GraphVertex, INDArray> epsilons) {
        for (int j = 0; j < inputs.length && parts != null; j++) {
            if (parts[j] != null) { // as from an embedding
                GraphVertex input = copy.getVertices()[inputs[j].getVertexIndex()];
                INDArray before = epsilons.get(input);
                epsilons.put(input, before == null ? parts[j] : before.add(parts[j]));
            }
        }
    }

    @Override
    NextUpdate nextUpdate() {
        return new NextUpdate(copy.getUpdater(), copy, original.getIterationCount(), original.getEpochCount());
    }

    @Override
    ComputationGraph original() {
        return original;
    }

    @Override
    int iteration() {
        return original.getIterationCount();
    }

    @Override
    public void close() {
        ComputationGraphUpdater updater = copy.getUpdater(false);
        close(copy.params(), copy.getFlattenedGradients(), updater == null ? null : updater.getUpdaterStateViewArray());
    }
}
