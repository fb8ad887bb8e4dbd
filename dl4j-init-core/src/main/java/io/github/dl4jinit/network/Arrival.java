// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Incoming;
import java.util.List;
import java.util.OptionalLong;

/** What comes in at a node. */
final class Arrival {

    final List<Incoming> inputs;

    /** The widths of the inputs. */
    final List<OptionalLong> widths;

    /** The mean square of z, where the one input is pairs of z and −z, or of φ(z) and φ(−z). */
    final double difference;

    Arrival(List<Incoming> inputs, List<OptionalLong> widths, double difference) {
        this.inputs = List.copyOf(inputs);
        this.widths = List.copyOf(widths);
        this.difference = difference;
    }
}
