// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What a layer does before its activation function, z = x·W + b, and the gradients of its parameters, all where DL4J
 * keeps them: W [inputs, units] column after column, then b, within one vector of all parameters.
 *
 * <p>OpenBLAS adds up each element of a product in an order that depends on which factor stands on the left, and on
 * nothing else. So the products here have their factors where DL4J's have them, and give the same bits.
 */
final class AffineMap {

    /** Side of the squares that a matrix is transposed by: two of them fit in the fastest cache. */
    private static final int TILE = 32;

    private final int inputs;
    private final int units;
    private final FloatPointer weights;
    private final FloatPointer bias;
    private final FloatPointer weightGradient;
    private final FloatPointer biasGradient;
    private final float[] perUnit;

    AffineMap(
            int inputs,
            int units,
            FloatPointer weights,
            FloatPointer bias,
            FloatPointer weightGradient,
            FloatPointer biasGradient) {
        this.inputs = inputs;
        this.units = units;
        this.weights = weights;
        this.bias = bias;
        this.weightGradient = weightGradient;
        this.biasGradient = biasGradient;
        this.perUnit = new float[units];
    }

    int inputs() {
        return inputs;
    }

    int units() {
        return units;
    }

    /** z = x·W + b. The product comes unit after unit; it is turned to example after example as b is added. */
    void apply(Matrix x, Matrix z, Scratch scratch) {
        int examples = x.rows();
        FloatPointer product = scratch.outside();
        cblas_sgemm(
                CblasColMajor,
                CblasTrans,
                CblasNoTrans,
                examples,
                units,
                inputs,
                1,
                x.memory(),
                inputs,
                weights,
                inputs,
                0,
                product,
                examples);
        product.get(scratch.first(), 0, z.length());
        bias.get(perUnit);
        transposeAndAdd(scratch.first(), perUnit, scratch.second(), examples);
        z.write(scratch.second());
    }

    private static void transposeAndAdd(float[] byUnit, float[] bias, float[] byExample, int examples) {
        int units = bias.length;
        for (int toExample = TILE, example = 0; example < examples; example = toExample, toExample += TILE) {
            for (int unit = 0; unit < units; unit += TILE) {
                addTile(
                        byUnit,
                        bias,
                        byExample,
                        examples,
                        example,
                        Math.min(toExample, examples),
                        unit,
                        Math.min(unit + TILE, units));
            }
        }
    }

    private static void addTile(
            float[] byUnit,
            float[] bias,
            float[] byExample,
            int examples,
            int fromExample,
            int toExample,
            int fromUnit,
            int toUnit) {
        int units = bias.length;
        for (int example = fromExample; example < toExample; example++) {
            for (int unit = fromUnit; unit < toUnit; unit++) {
                byExample[example * units + unit] = byUnit[unit * examples + example] + bias[unit];
            }
        }
    }

    /** Computes the gradients of W and b, summed over the examples, from that of z, and gives the input its own. */
    void backward(Node input, Matrix gradient, Scratch scratch) {
        parameterGradients(input.output(), gradient, scratch);
        if (input.needsGradient()) {
            inputGradient(gradient, scratch.outside());
            input.giveGradient(scratch.outside(), scratch);
        }
    }

    private void parameterGradients(Matrix x, Matrix ofZ, Scratch scratch) {
        int examples = x.rows();
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasTrans,
                inputs,
                units,
                examples,
                1,
                x.memory(),
                inputs,
                ofZ.memory(),
                units,
                0,
                weightGradient,
                inputs);
        sumOverExamples(ofZ.read(scratch.first()), perUnit, examples);
        biasGradient.put(perUnit);
    }

    private static void sumOverExamples(float[] delta, float[] sums, int examples) {
        int units = sums.length;
        Arrays.fill(sums, 0);
        for (int example = 0; example < examples; example++) {
            int row = example * units;
            for (int unit = 0; unit < units; unit++) {
                sums[unit] += delta[row + unit];
            }
        }
    }

    private void inputGradient(Matrix ofZ, FloatPointer ofX) {
        int examples = ofZ.rows();
        cblas_sgemm(
                CblasColMajor,
                CblasNoTrans,
                CblasNoTrans,
                inputs,
                examples,
                units,
                1,
                weights,
                inputs,
                ofZ.memory(),
                units,
                0,
                ofX,
                inputs);
    }
}
