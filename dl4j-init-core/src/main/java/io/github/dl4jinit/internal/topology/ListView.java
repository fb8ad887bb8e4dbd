// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import io.github.dl4jinit.internal.DeepCopy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The view of a {@code MultiLayerNetwork}: node 0 is the input, node i + 1 is layer i. */
final class ListView extends NetworkView {

    private final MultiLayerNetwork network;
    private final WorkingMemory memory;

    ListView(MultiLayerNetwork network) {
        super(network, nodes(network));
        this.network = network;
        this.memory = new WorkingMemory(network.getLayerWiseConfigurations().getTrainingWorkspaceMode());
    }

    private static List<NetworkNode> nodes(MultiLayerNetwork network) {
        List<NetworkNode.Builder> nodes = new ArrayList<>();
        NetworkNode.Builder input = new NetworkNode.Builder();
        input.name = "input";
        input.key = "input";
        input.inputNumber = 0;
        nodes.add(input);
        Set<String> names = new HashSet<>();
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            String given = layers[i].conf().getLayer().getLayerName();
            String name = given == null ? "layer" + i : given;
            NetworkNode.Builder node = new NetworkNode.Builder();
            node.name = names.add(name) ? name : name + " (layer" + i + ")";
            node.key = String.valueOf(i);
            node.layer = layers[i];
            node.writtenConfiguration = configuration.getConf(i).getLayer();
            node.preProcessor = configuration.getInputPreProcess(i);
            node.inputs = List.of(i);
            node.outputNumber = i == layers.length - 1 ? 0 : -1;
            nodes.add(node);
        }
        return NetworkNode.Builder.build(nodes);
    }

    @Override
    public NetworkView copy() {
        MultiLayerConfiguration configuration = DeepCopy.orNull(network.getLayerWiseConfigurations());
        MultiLayerNetwork copy = new MultiLayerNetwork(
                configuration == null ? network.getLayerWiseConfigurations().clone() : configuration);
        copy.init(network.params().dup(), false);
        Layer[] layers = copy.getLayers();
        for (int i = 0; i < layers.length; i++) {
            if (network.getLayer(i) instanceof FrozenLayer && !(layers[i] instanceof FrozenLayer)) {
                layers[i] = new FrozenLayer(layers[i]);
            }
            tell(layers[i]);
        }
        return new ListView(copy);
    }

    @Override
    public Class<? extends Model> kind() {
        return MultiLayerNetwork.class;
    }

    @Override
    public String configurationJson() {
        return network.getLayerWiseConfigurations().toJson();
    }

    @Override
    public long seed() {
        return network.getDefaultConfiguration().getSeed();
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
        network.setInput(batch.getFeatures(0));
        network.setLayerMaskArrays(first(batch.getFeaturesMaskArrays()), first(batch.getLabelsMaskArrays()));
    }

    private static INDArray first(INDArray[] masks) {
        return masks == null ? null : masks[0];
    }

    @Override
    public INDArray forward(NetworkNode node, INDArray... inputs) {
        return memory.during(() -> node.layer().activate(preProcessed(node, inputs[0]), true, memory.manager()));
    }

    private INDArray preProcessed(NetworkNode node, INDArray input) {
        InputPreProcessor preProcessor = node.preProcessor();
        return preProcessor == null
                ? input
                : preProcessor.preProcess(input, network.getInputMiniBatchSize(), memory.manager());
    }

    /** Nothing is handed on to the data: a list's own backward pass ends at its first layer. */
    @Override
    public Pair<Gradient, INDArray[]> backward(NetworkNode node, INDArray epsilon) {
        if (node.index() == 1) {
            return memory.during(() -> Pair.of(
                    node.layer().backpropGradient(epsilon, memory.manager()).getFirst(), null));
        }
        return backwardToInputs(node, epsilon);
    }

    @Override
    public Pair<Gradient, INDArray[]> backwardToInputs(NetworkNode node, INDArray epsilon) {
        return memory.during(() -> handedOn(node, node.layer().backpropGradient(epsilon, memory.manager())));
    }

    /** What a layer's backward pass gives, behind its preprocessor. */
    private Pair<Gradient, INDArray[]> handedOn(NetworkNode node, Pair<Gradient, INDArray> back) {
        INDArray handedOn = back.getSecond();
        if (handedOn == null) {
            return Pair.of(back.getFirst(), null);
        }
        InputPreProcessor preProcessor = node.preProcessor();
        return Pair.of(back.getFirst(), new INDArray[] {
            preProcessor == null
                    ? handedOn
                    : preProcessor.backprop(handedOn, network.getInputMiniBatchSize(), memory.manager())
        });
    }

    @Override
    public void initGradients() {
        network.initGradientsView();
    }

    @Override
    public void computeGradients(INDArray features, INDArray labels) {
        network.setInput(features);
        network.setLabels(labels);
        network.computeGradientAndScore();
        network.clear();
    }

    @Override
    public void prepareSteps(int iteration, int epoch) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        configuration.setBackpropType(BackpropType.Standard);
        configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        network.setIterationCount(iteration);
        network.setEpochCount(epoch);
    }

    @Override
    public double step(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        network.fit(SingleBatch.of(batch));
        return network.score(); // computed before the update
    }

    @Override
    public double loss(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        double loss = network.score(SingleBatch.of(batch), true);
        network.clearLayerMaskArrays();
        return loss;
    }

    @Override
    public double testLoss(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        double loss = network.score(SingleBatch.of(batch), false) - network.calcRegularizationScore(true);
        network.clearLayerMaskArrays();
        return loss;
    }

    @Override
    public INDArray[] outputs(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        INDArray mask = first(batch.getFeaturesMaskArrays());
        return new INDArray[] {network.output(batch.getFeatures(0), false, mask, null)};
    }

    @Override
    public MultiDataSet trainedBatch() {
        return new MultiDataSet(
                new INDArray[] {network.getInput()},
                new INDArray[] {network.getLabels()},
                masks(featuresMask()),
                masks(network.getOutputLayer().getMaskArray()));
    }

    /**
     * The mask of the features. DL4J keeps it in the layers only, and not in each; behind a preprocessor for
     * feed-forward layers as a column of all steps.
     */
    private INDArray featuresMask() {
        INDArray input = network.getInput();
        if (input.rank() != 3) {
            return network.getLayer(0).getMaskArray();
        }
        for (Layer layer : network.getLayers()) {
            INDArray mask = layer.getMaskArray();
            if (mask != null && mask.length() == input.size(0) * input.size(2)) {
                return mask.size(0) == input.size(0)
                        ? mask
                        : TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, (int) input.size(0));
            }
        }
        return null;
    }

    private static INDArray[] masks(INDArray mask) {
        return mask == null ? null : new INDArray[] {mask};
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
        return (BaseMultiLayerUpdater<?>) network.getUpdater();
    }

    @Override
    public INDArray updaterState() {
        Updater updater = network.getUpdater(false);
        return updater == null ? null : updater.getStateViewArray();
    }

    @Override
    public void forgetUpdater() {
        if (network.getUpdater(false) != null) {
            network.setUpdater(null);
        }
    }
}
