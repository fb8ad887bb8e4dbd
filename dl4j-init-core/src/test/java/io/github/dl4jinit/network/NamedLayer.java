// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/** A layer type, and its input where it takes its sizes from there. */
class NamedLayer {

    final String name;
    final Supplier<Layer> supplier;
    final InputType type;

    NamedLayer(String name, Supplier<Layer> supplier, InputType type) {
        this.name = name;
        this.supplier = supplier;
        this.type = type;
    }

    @Override
    public String toString() {
        return name;
    }
}
