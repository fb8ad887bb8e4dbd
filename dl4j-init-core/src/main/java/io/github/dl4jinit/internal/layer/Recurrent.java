// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/** Recurrent layers without gates: h = φ(W·x + U·h + b), U an isometry. */
final class Recurrent extends AnyLayer {

    /** Steps after which a state is taken to have settled: its memory is shorter, or has no end. */
    private static final int STEPS = 64;

    private final SimpleRnn layer;

    Recurrent(SimpleRnn layer) {
        super(layer);
        this.layer = layer;
    }

    @Override
    public List<Parameter> parameters() {
        long n = layer.getNOut();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.weights("W", layer.getNIn(), n));
        parameters.add(Parameter.recurrentWeights("RW", n, n));
        parameters.add(Parameter.bias("b", layer.getBiasInit()));
        if (layer.hasLayerNorm()) {
            parameters.add(Parameter.normalisation("g"));
        }
        return parameters;
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        double settled = propagation
                .theory(function())
                .map(theory -> settled(theory, variance))
                .orElse(variance);
        return propagation
                .activated(Incoming.normal(settled, "recurrent"), function())
                .then(output -> Propagation.orOne(output, settled));
    }

    /** The variance of the pre-activations in the long run. */
    private static double settled(MeanField theory, double variance) {
        double settled = variance;
        for (int step = 0; step < STEPS && Propagation.isBounded(settled); step++) {
            settled = theory.nextVariance(settled, 1, variance);
        }
        return settled;
    }
}
