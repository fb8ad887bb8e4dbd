// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that reads a sequence in both directions, with parameters of its own for each. */
final class BothWays extends AnyLayer {

    private static final String FORWARD = "f";
    private static final String BACKWARD = "b";

    private final Bidirectional layer;

    /** The layer of one direction. */
    private final Family oneWay;

    /** The parameters of one direction, under the names that they have without the other. */
    private final Supplier<List<Parameter>> parameters;

    BothWays(Bidirectional layer, Family oneWay, Supplier<List<Parameter>> parameters) {
        super(layer);
        this.layer = layer;
        this.oneWay = oneWay;
        this.parameters = parameters;
    }

    /** The parameter table of one direction, under the names that it has without the other. */
    static Map<String, INDArray> oneWay(Map<String, INDArray> table) {
        Map<String, INDArray> forward = new LinkedHashMap<>();
        table.forEach((name, values) -> {
            if (name.startsWith(FORWARD)) {
                forward.put(name.substring(FORWARD.length()), values);
            }
        });
        return forward;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> both = new ArrayList<>();
        for (String direction : List.of(FORWARD, BACKWARD)) {
            parameters
                    .get()
                    .forEach(parameter -> both.add(parameter.feedingTwice().withPrefix(direction)));
        }
        return both;
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        OptionalLong width = oneWay.width(inputs);
        return width.isPresent() && layer.getMode() == Bidirectional.Mode.CONCAT
                ? OptionalLong.of(2 * width.getAsLong())
                : width;
    }

    @Override
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return oneWay.inputWidth(input, inputs, OptionalLong.empty());
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        Passed one = oneWay.weighted(variance, propagation);
        switch (layer.getMode()) {
            case ADD:
                return one.map(output -> propagation.sum(List.of(output, propagation.another(output))));
            case AVERAGE:
                return one.map(output -> propagation
                        .sum(List.of(output, propagation.another(output)))
                        .scaled(0.5));
            case MUL:
                return one.map(output -> Incoming.normal(output.meanSquare() * output.meanSquare(), "a product of 2"));
            default:
                return one;
        }
    }
}
