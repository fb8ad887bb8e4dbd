// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The time that PyTorch, called through DJL, takes to draw a 4096 × 4096 matrix of floats. Prints a line for each
 * distribution: its name and the median in milliseconds.
 */
public final class PyTorchDraws {

    private static final Shape SHAPE = new Shape(4096, 4096);
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;

    /** The standard normal distribution function at 2: two standard deviations either side are kept. */
    private static final double PHI_2 = 0.9772498680518208;

    private static final Map<String, Function<NDManager, NDArray>> DRAWS = new TreeMap<>(Map.of(
            "UNIFORM", manager -> manager.randomUniform(-1, 1, SHAPE, DataType.FLOAT32),
            "NORMAL", manager -> manager.randomNormal(0, 1, SHAPE, DataType.FLOAT32),
            "TRUNCATED_NORMAL", PyTorchDraws::truncatedNormal));

    private PyTorchDraws() {}

    public static void main(String[] args) {
        for (Map.Entry<String, Function<NDManager, NDArray>> draw : DRAWS.entrySet()) {
            double[] milliseconds = new double[WARM_UP + ROUNDS];
            for (int i = 0; i < milliseconds.length; i++) {
                try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                    long start = System.nanoTime();
                    draw.getValue().apply(manager);
                    milliseconds[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            double[] timed = Arrays.copyOfRange(milliseconds, WARM_UP, milliseconds.length);
            System.out.println(draw.getKey() + " " + Median.of(timed));
        }
    }

    /** The operations of {@code torch.nn.init.trunc_normal_}, which is Python: uniform_, erfinv_, mul_, clamp_. */
    private static NDArray truncatedNormal(NDManager manager) {
        float bound = (float) (2 * PHI_2 - 1);
        NDArray uniform = manager.randomUniform(-bound, bound, SHAPE, DataType.FLOAT32);
        NDArray drawn = uniform.erfinv(); // DJL has no erfinv in place
        return drawn.muli(Math.sqrt(2)).clip(-2, 2);
    }
}
