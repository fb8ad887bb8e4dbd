// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation: γ·z + β, z of mean 0 and variance 1, whatever comes in. */
final class Normalisation extends AnyLayer {

    private final BatchNormalization layer;
    private final Map<String, INDArray> table;

    Normalisation(BatchNormalization layer, Map<String, INDArray> table) {
        super(layer);
        this.layer = layer;
        this.table = table;
    }

    @Override
    public List<Parameter> parameters() {
        return table.keySet().stream()
                .map(name -> Parameter.kept(name, "of a normalisation"))
                .collect(Collectors.toList());
    }

    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        double meanSquare = meanSquare("gamma", layer.getGamma()) + meanSquare("beta", layer.getBeta());
        return Passed.of(Incoming.normal(meanSquare, "normalisation"));
    }

    private double meanSquare(String parameter, double locked) {
        INDArray values = table.get(parameter);
        return values == null ? locked * locked : Incoming.meanSquareOf(values);
    }

    /** Pairs stay pairs if both partners are multiplied by the same and nothing is added. */
    @Override
    public Passage passage() {
        return meanSquare("beta", layer.getBeta()) == 0 && alike("gamma") ? Passage.NORMALISATION : Passage.NONE;
    }

    private boolean alike(String parameter) {
        INDArray values = table.get(parameter);
        return values == null
                || values.maxNumber().doubleValue() == values.minNumber().doubleValue();
    }

    @Override
    public ResidualRole role() {
        return ResidualRole.NORMALISATION;
    }

    @Override
    public boolean parametersAreNoWeights() {
        return true;
    }

    /** DL4J's names of the running statistics. */
    @Override
    public Set<String> statistics() {
        return Set.of("mean", "var", "log10stdev");
    }
}
