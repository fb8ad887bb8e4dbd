// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import io.github.dl4jinit.internal.DeepCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The view of a {@code ComputationGraph}: a node for each vertex, in topological order. */
final class GraphView extends NetworkView {

    private final ComputationGraph network;
    private final WorkingMemory memory;

    GraphView(ComputationGraph network) {
        super(network, nodes(network));
        this.network = network;
        this.memory = new WorkingMemory(network.getConfiguration().getTrainingWorkspaceMode());
    }

    private static List<NetworkNode> nodes(ComputationGraph network) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        Map<Integer, Integer> positions = new HashMap<>();
        List<NetworkNode.Builder> nodes = new ArrayList<>();
        for (int vertexIndex : network.topologicalSortOrder()) {
            GraphVertex vertex = network.getVertices()[vertexIndex];
            NetworkNode.Builder node = new NetworkNode.Builder();
            node.name = vertex.getVertexName();
            node.key = vertex.getVertexName();
            node.vertex = vertex;
            node.vertexConfiguration = unfrozen(configuration.getVertices().get(node.name));
            if (vertex.hasLayer()) {
                node.layer = vertex.getLayer();
            }
            if (node.vertexConfiguration instanceof LayerVertex) {
                LayerVertex written = (LayerVertex) node.vertexConfiguration;
                node.writtenConfiguration = written.getLayerConf().getLayer();
                node.preProcessor = written.getPreProcessor();
            }
            if (vertex.getInputVertices() != null) {
                node.inputs = Arrays.stream(vertex.getInputVertices())
                        .map(input -> positions.get(input.getVertexIndex()))
                        .collect(Collectors.toList());
            }
            node.inputNumber = configuration.getNetworkInputs().indexOf(node.name);
            node.outputNumber = configuration.getNetworkOutputs().indexOf(node.name);
            positions.put(vertexIndex, positions.size());
            nodes.add(node);
        }
        return NetworkNode.Builder.build(nodes);
    }

    /** Fine-tuning wraps vertices to freeze them, which does not change what they compute. */
    private static org.deeplearning4j.nn.conf.graph.GraphVertex unfrozen(
            org.deeplearning4j.nn.conf.graph.GraphVertex configuration) {
        return configuration instanceof org.deeplearning4j.nn.conf.graph.FrozenVertex
                ? unfrozen(((org.deeplearning4j.nn.conf.graph.FrozenVertex) configuration).getUnderlying())
                : configuration;
    }

    @Override
    public NetworkView copy() {
        ComputationGraphConfiguration configuration = DeepCopy.orNull(network.getConfiguration());
        ComputationGraph copy = new ComputationGraph(
                configuration == null ? network.getConfiguration().clone() : configuration);
        copy.init(network.params().dup(), false);
        for (GraphVertex vertex : network.getVertices()) {
            if (vertex.hasLayer() && vertex.getLayer() instanceof FrozenLayer) {
                copy.getVertex(vertex.getVertexName()).setLayerAsFrozen();
            }
        }
        for (Layer layer : copy.getLayers()) {
            tell(layer);
        }
        return new GraphView(copy);
    }

    @Override
    public Class<? extends Model> kind() {
        return ComputationGraph.class;
    }

    @Override
    public String configurationJson() {
        return network.getConfiguration().toJson();
    }

    @Override
    public long seed() {
        return network.getConfiguration().getDefaultConfiguration().getSeed();
    }

    @Override
    public int iteration() {
        return network.getIterationCount();
    }

    @Override
    public int epoch() {
        return network.getEpochCount();
    }

    @Override
    public void show(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        network.setInputs(batch.getFeatures());
        network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    }

    @Override
    public INDArray forward(NetworkNode node, INDArray... inputs) {
        for (int i = 0; i < inputs.length; i++) {
            node.vertex().setInput(i, inputs[i], memory.manager());
        }
        return memory.during(() -> node.vertex().doForward(true, memory.manager()));
    }

    @Override
    public Pair<Gradient, INDArray[]> backward(NetworkNode node, INDArray epsilon) {
        node.vertex().setEpsilon(epsilon);
        return memory.during(() -> node.vertex().doBackward(false, memory.manager()));
    }

    @Override
    public Pair<Gradient, INDArray[]> backwardToInputs(NetworkNode node, INDArray epsilon) {
        return backward(node, epsilon);
    }

    @Override
    public void initGradients() {
        network.initGradientsView();
    }

    @Override
    public void computeGradients(INDArray features, INDArray labels) {
        network.setInputs(features);
        network.setLabels(labels);
        network.computeGradientAndScore();
        network.clear();
        network.clearLayersStates(); // the output layer keeps the labels otherwise
    }

    @Override
    public void prepareSteps(int iteration, int epoch) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        configuration.setBackpropType(BackpropType.Standard);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        configuration.setIterationCount(iteration);
        configuration.setEpochCount(epoch);
    }

    @Override
    public double step(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        network.fit(batch);
        return network.score(); // computed before the update
    }

    @Override
    public double loss(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        double loss = network.score(batch, true);
        network.clearLayerMaskArrays();
        return loss;
    }

    @Override
    public double testLoss(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        double loss = network.score(batch, false) - network.calcRegularizationScore(true);
        network.clearLayerMaskArrays();
        return loss;
    }

    @Override
    public INDArray[] outputs(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        return network.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null);
    }

    @Override
    public MultiDataSet trainedBatch() {
        INDArray[] labels = network.getConfiguration().getNetworkOutputs().stream()
                .map(name -> labels(network.getLayer(name)))
                .toArray(INDArray[]::new);
        return new MultiDataSet(
                network.getInputs(), labels, network.getInputMaskArrays(), network.getLabelMaskArrays());
    }

    private static INDArray labels(Layer layer) {
        return layer instanceof IOutputLayer ? ((IOutputLayer) layer).getLabels() : null;
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
        return network.getUpdater();
    }

    @Override
    public INDArray updaterState() {
        ComputationGraphUpdater updater = network.getUpdater(false);
        return updater == null ? null : updater.getUpdaterStateViewArray();
    }

    @Override
    public void forgetUpdater() {
        if (network.getUpdater(false) != null) {
            network.setUpdater(null);
        }
    }
}
