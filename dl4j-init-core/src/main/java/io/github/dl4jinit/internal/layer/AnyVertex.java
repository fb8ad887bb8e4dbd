// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A vertex of which nothing is known but whether it keeps the mean square of one input. */
class AnyVertex implements Family {

    static final String KEPT = "taken to keep the mean square of its inputs";

    private final boolean keepsMeanSquare;

    AnyVertex(boolean keepsMeanSquare) {
        this.keepsMeanSquare = keepsMeanSquare;
    }

    @Override
    public Passed weighted(double variance, Propagation propagation) {
        return Passed.of(Incoming.normal(variance, "weights"));
    }

    @Override
    public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
        if (inputs.size() > 1) {
            return mixture(inputs, widths).orAssuming(KEPT);
        }
        return keepsMeanSquare ? Passed.of(inputs.get(0)) : Passed.assuming(KEPT, inputs.get(0));
    }

    /** Inputs that stand side by side: each unit is like those of one of them. */
    static Passed mixture(List<Incoming> inputs, List<OptionalLong> widths) {
        boolean known = widths.stream().allMatch(OptionalLong::isPresent);
        double[] shares = widths.stream()
                .mapToDouble(width -> known ? width.getAsLong() : 1)
                .toArray();
        double total = Arrays.stream(shares).sum();
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= total;
        }
        Incoming mixture = Incoming.mixture(inputs, shares);
        boolean alike =
                inputs.stream().mapToDouble(Incoming::meanSquare).distinct().count() == 1;
        return known || alike
                ? Passed.of(mixture)
                : Passed.assuming("its inputs are taken to be of equal width", mixture);
    }
}
