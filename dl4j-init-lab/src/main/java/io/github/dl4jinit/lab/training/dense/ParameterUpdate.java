// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Applies an update rule to all parameters of a network in one pass, block by block: a block stays in the cache. */
final class ParameterUpdate {

    private static final int BLOCK = 2048;

    private final UpdateRule rule;
    private final FlatVector parameters;
    private final FlatVector gradient;
    private final FlatVector[] states;
    private final float[] parameterBlock = new float[BLOCK];
    private final float[] gradientBlock = new float[BLOCK];
    private final float[][] stateBlocks;
    private int iteration;

    ParameterUpdate(UpdateRule rule, FlatVector parameters, FlatVector gradient) {
        this.rule = rule;
        this.parameters = parameters;
        this.gradient = gradient;
        this.states = Stream.generate(() -> new FlatVector(
                        Nd4j.valueArrayOf(new long[] {parameters.length()}, rule.initialState(), DataType.FLOAT)))
                .limit(rule.states())
                .toArray(FlatVector[]::new);
        this.stateBlocks = new float[states.length][BLOCK];
    }

    /** Updates by a gradient that is summed over so many examples. */
    void run(int examples) {
        rule.begin(iteration);
        for (long offset = 0; offset < parameters.length(); offset += BLOCK) {
            update(offset, (int) Math.min(BLOCK, parameters.length() - offset), examples);
        }
        iteration++;
    }

    private void update(long offset, int count, float examples) {
        parameters.read(offset, parameterBlock, count);
        gradient.read(offset, gradientBlock, count);
        for (int i = 0; i < count; i++) {
            gradientBlock[i] /= examples;
        }
        for (int i = 0; i < states.length; i++) {
            states[i].read(offset, stateBlocks[i], count);
        }
        rule.update(parameterBlock, gradientBlock, stateBlocks, count);
        parameters.write(offset, parameterBlock, count);
        for (int i = 0; i < states.length; i++) {
            states[i].write(offset, stateBlocks[i], count);
        }
    }

    void free() {
        for (FlatVector state : states) {
            state.free();
        }
    }
}
