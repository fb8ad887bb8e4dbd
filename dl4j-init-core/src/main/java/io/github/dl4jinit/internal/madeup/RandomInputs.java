// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Inputs for a network that is probed without data: standard normal numbers, or indices for an embedding. Labels come
 * later, from the outputs that they must fit.
 */
public final class RandomInputs {

    private final NetworkView network;
    private final Map<NetworkNode, InputShape> shapes;

    private RandomInputs(NetworkView network, Function<NetworkNode, InputShape> shape) {
        this.network = network;
        this.shapes = network.inputs().stream().collect(Collectors.toMap(Function.identity(), shape));
    }

    /**
     * Inputs of the shapes that the network's layers and preprocessors tell.
     *
     * @throws IllegalArgumentException if they do not tell
     */
    public static RandomInputs forNetwork(NetworkView network) {
        InputShapes told = new InputShapes(network);
        boolean complete =
                network.inputs().stream().allMatch(input -> told.of(input).isPresent());
        InputShapes shapes = complete ? told : ImageSize.find(network).orElse(told);
        return new RandomInputs(network, input -> shapes.of(input).orElseThrow(() -> unknown(network, input)));
    }

    private static IllegalArgumentException unknown(NetworkView network, NetworkNode input) {
        String consumers = input.consumers().stream()
                .map(consumer -> network.nodes().get(consumer).toString())
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException("batch must be given, or the inputs' types, because the shape of input \""
                + input.name() + "\" is not in the configuration: it goes to " + consumers);
    }

    /**
     * Inputs of the given types.
     *
     * @throws IllegalArgumentException if it is not one type for each input
     */
    public static RandomInputs ofTypes(NetworkView network, InputType... types) {
        List<String> names = network.inputs().stream()
                .sorted(Comparator.comparingInt(input -> input.inputNumber().getAsInt()))
                .map(NetworkNode::name)
                .collect(Collectors.toList());
        Check.require(
                types != null
                        && types.length == names.size()
                        && Arrays.stream(types).allMatch(Objects::nonNull),
                "inputTypes",
                "one for each of the network's inputs " + names,
                Arrays.toString(types));
        InputShapes shapes = new InputShapes(network);
        return new RandomInputs(network, input -> {
            InputType type = types[input.inputNumber().getAsInt()];
            Optional<InputShape> indices = shapes.of(input).filter(InputShape::isIndices);
            return indices.map(shape -> shape.asLongAs(type)).orElseGet(() -> InputShape.of(type));
        });
    }

    /** How many examples a probe can afford. */
    public ExampleCount affordable() {
        return ExampleCount.of(network, PassedTypes.of(network, input -> Optional.of(shapes.get(input)), false));
    }

    /** So many examples; it uses ND4J's generator. */
    public MultiDataSet draw(int examples) {
        DataType type = network.network().params().dataType();
        INDArray[] inputs = new INDArray[network.inputs().size()];
        for (NetworkNode input : network.inputs()) {
            inputs[input.inputNumber().getAsInt()] = shapes.get(input).draw(examples, type);
        }
        return new MultiDataSet(inputs, null);
    }
}
