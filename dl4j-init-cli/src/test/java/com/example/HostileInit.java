// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Weights that cost their process its life: what a hostile file does by means that nobody knows of yet. */
public final class HostileInit implements IWeightInit {

    private static final long serialVersionUID = 1L;

    /** How the process ends, if it ends. */
    public enum Deed {
        CRASH,
        FILL_THE_HEAP,
        GET_KILLED
    }

    @JsonProperty
    private final Deed deed;

    @JsonCreator
    public HostileInit(@JsonProperty("deed") Deed deed) {
        this.deed = deed;
    }

    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray params) {
        switch (deed) {
            case CRASH -> new Nowhere().put((byte) 1);
            case FILL_THE_HEAP -> {
                List<long[]> all = new ArrayList<>();
                while (true) {
                    all.add(new long[1 << 20]);
                }
            }
            default -> kill();
        }
        throw new AssertionError("survived " + deed);
    }

    /** Memory that is not there. */
    private static final class Nowhere extends BytePointer {
        Nowhere() {
            super((Pointer) null);
            address = 1;
        }
    }

    /** As a system does that is short of memory. */
    private static void kill() {
        try {
            String self = String.valueOf(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-s", "KILL", self).start().waitFor();
            Thread.sleep(Long.MAX_VALUE);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
