// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the two kinds of network do under different names. */
sealed interface NetworkConfiguration {

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

    /** A stack of layers. */
    record Layers(MultiLayerConfiguration configuration) implements NetworkConfiguration {

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
