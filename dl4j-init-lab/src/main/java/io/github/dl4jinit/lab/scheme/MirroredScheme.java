// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.network.NetworkInit;
import java.util.List;

/** {@code mirrored}: the network as a whole, with mirrored weights, by {@link NetworkInit}. */
final class MirroredScheme extends SchemeFamily {

    MirroredScheme() {
        super(
                "mirrored",
                "the whole network, linear at the start; for ReLU, leaky ReLU, GELU, Swish, softplus",
                Reach.NETWORK,
                Notation.KNOBS);
    }

    @Override
    protected List<SchemeKnob<?>> knobs() {
        return List.of(NetworkScheme.GAIN, NetworkScheme.PRE_ACTIVATION_VARIANCE, NetworkScheme.RESIDUAL);
    }

    @Override
    protected Initialisation build(Arguments arguments) {
        NetworkInit.Builder builder = NetworkInit.builder().mirrored();
        NetworkScheme.setCommon(builder, arguments);
        NetworkInit init = builder.build();
        return Initialisation.ofNetwork((network, batch) -> init.apply(network));
    }

    @Override
    protected boolean fitsSomeActivationsOnly() {
        return true;
    }

    @Override
    protected String java(Arguments arguments) {
        return "NetworkInit.builder().mirrored()" + arguments.calls() + ".build().apply(network)";
    }
}
