// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What two independent processes on this machine reach together, as a multiple of one alone: the limit of what two
 * workers can. Each multiplies matrices of 128 × 128 on one thread. Cores that share a processor's units or its heat do
 * not give 2.
 */
final class TwoCores {

    private static final int SIZE = 128;
    private static final int WARM_UP = 2_000;
    private static final int PRODUCTS = 40_000;
    private static final String RESULT = "products per millisecond: ";

    private TwoCores() {}

    /** The throughput of two at once over that of one. */
    static double limit() throws IOException {
        double alone = start().join();
        CompletableFuture<Double> first = start();
        CompletableFuture<Double> second = start();
        return (first.join() + second.join()) / alone;
    }

    private static CompletableFuture<Double> start() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ChildProcess.number(ChildProcess.run(TwoCores.class, List.of(), StepTime.ONE_THREAD), RESULT);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** One of the processes. */
    public static void main(String[] args) {
        FloatPointer a = new FloatPointer((long) SIZE * SIZE);
        FloatPointer b = new FloatPointer((long) SIZE * SIZE);
        FloatPointer product = new FloatPointer((long) SIZE * SIZE);
        multiply(WARM_UP, a.zero(), b.zero(), product);
        long start = System.nanoTime();
        multiply(PRODUCTS, a, b, product);
        System.out.println(RESULT + PRODUCTS / ((System.nanoTime() - start) / 1e6));
    }

    private static void multiply(int times, FloatPointer a, FloatPointer b, FloatPointer product) {
        for (int i = 0; i < times; i++) {
            cblas_sgemm(
                    CblasColMajor, CblasNoTrans, CblasNoTrans, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, product, SIZE);
        }
    }
}
