// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.ConfiguredLayers;
import io.github.dl4jinit.internal.DeepCopy;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The configuration of a network of either of DL4J's kinds: under one name what the two do under names of their own.
 */
public sealed interface NetworkConfiguration {

    /** That of a list of layers. */
    static NetworkConfiguration of(MultiLayerConfiguration configuration) {
        return new Layers(Check.given("configuration", configuration));
    }

    /** That of a graph. */
    static NetworkConfiguration of(ComputationGraphConfiguration configuration) {
        return new Graph(Check.given("configuration", configuration));
    }

    /**
     * A copy that shares nothing with this.
     *
     * @throws IllegalArgumentException if it holds something that Java cannot serialise
     */
    NetworkConfiguration copy();

    /** The layers, out of all wrappers; a layer of both directions counts as two. */
    List<Layer> layers();

    /** Those of the {@link #layers} that are not configured to stay as they are. */
    List<Layer> notFrozen();

    /** Whether nodes other than layers stand between them, such as the sums of skip connections. */
    boolean hasOtherNodes();

    /** Sets what a network of this configuration is seeded with. */
    void setSeed(long seed);

    /** Counts iterations and epochs from 0 again, as before any training: updaters and schedules go by them. */
    void forgetTraining();

    /** The configuration as DL4J writes it. */
    String toJson();

    /** How many parameters each part calls for; DL4J adds these up without a look at overflow. */
    List<Long> parameterCounts();

    /** The type of the parameters of a fresh network. */
    DataType dataType();

    /** Why a network must not draw its weights as this says; empty if it may. */
    Optional<String> complaint();

    /** Makes a network of these parameters, or of fresh ones if they are {@code null}. */
    Model init(INDArray parameters);

    /** The updater's state of a network that this made, or {@code null} if its updater has none. */
    INDArray updaterState(Model network);

    private static <T extends Serializable> T copy(T configuration) {
        T copy = DeepCopy.orNull(configuration);
        Check.require(copy != null, "configuration", "one that Java can serialise", configuration.getClass());
        return copy;
    }

    /** A stack of layers. */
    record Layers(MultiLayerConfiguration configuration) implements NetworkConfiguration {

        @Override
        public NetworkConfiguration copy() {
            return new Layers(NetworkConfiguration.copy(configuration));
        }

        @Override
        public List<Layer> layers() {
            return ConfiguredLayers.of(configuration);
        }

        @Override
        public List<Layer> notFrozen() {
            return ConfiguredLayers.notFrozenOf(configuration);
        }

        @Override
        public boolean hasOtherNodes() {
            return false;
        }

        @Override
        public void setSeed(long seed) {
            configuration.getConfs().forEach(layer -> layer.setSeed(seed));
        }

        @Override
        public void forgetTraining() {
            configuration.setIterationCount(0);
            configuration.setEpochCount(0);
        }

        @Override
        public String toJson() {
            return configuration.toJson();
        }

        @Override
        public List<Long> parameterCounts() {
            return configuration.getConfs().stream().map(Layers::count).toList();
        }

        private static long count(NeuralNetConfiguration layer) {
            return layer.getLayer().initializer().numParams(layer);
        }

        @Override
        public Optional<String> complaint() {
            return OrthogonalCheck.complaint(configuration);
        }

        @Override
        public DataType dataType() {
            return configuration.getDataType();
        }

        @Override
        public Model init(INDArray parameters) {
            if (parameters != null) {
                configuration.setDataType(parameters.dataType());
            }
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(parameters, false);
            return network;
        }

        @Override
        public INDArray updaterState(Model network) {
            return ((MultiLayerNetwork) network).getUpdater().getStateViewArray();
        }
    }

    /** A graph of layers and other vertices. */
    record Graph(ComputationGraphConfiguration configuration) implements NetworkConfiguration {

        @Override
        public NetworkConfiguration copy() {
            return new Graph(NetworkConfiguration.copy(configuration));
        }

        @Override
        public List<Layer> layers() {
            return ConfiguredLayers.of(configuration);
        }

        @Override
        public List<Layer> notFrozen() {
            return ConfiguredLayers.notFrozenOf(configuration);
        }

        @Override
        public boolean hasOtherNodes() {
            return !configuration.getVertices().values().stream().allMatch(LayerVertex.class::isInstance);
        }

        @Override
        public void setSeed(long seed) {
            configuration.getDefaultConfiguration().setSeed(seed);
            configuration.getVertices().values().stream()
                    .filter(LayerVertex.class::isInstance)
                    .forEach(vertex -> ((LayerVertex) vertex).getLayerConf().setSeed(seed));
        }

        @Override
        public void forgetTraining() {
            configuration.setIterationCount(0);
            configuration.setEpochCount(0);
        }

        @Override
        public String toJson() {
            return configuration.toJson();
        }

        @Override
        public List<Long> parameterCounts() {
            return configuration.getVertices().values().stream()
                    .map(vertex -> Objects.requireNonNull(vertex).numParams(true))
                    .toList();
        }

        @Override
        public Optional<String> complaint() {
            return OrthogonalCheck.complaint(configuration);
        }

        @Override
        public DataType dataType() {
            return configuration.getDataType();
        }

        @Override
        public Model init(INDArray parameters) {
            if (parameters != null) {
                configuration.setDataType(parameters.dataType());
            }
            ComputationGraph network = new ComputationGraph(configuration);
            network.init(parameters, false);
            return network;
        }

        @Override
        public INDArray updaterState(Model network) {
            return ((ComputationGraph) network).getUpdater().getStateViewArray();
        }
    }
}
