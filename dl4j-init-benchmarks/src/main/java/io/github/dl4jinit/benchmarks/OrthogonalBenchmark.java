// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import io.github.dl4jinit.OrthogonalInit;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Time to initialise a square matrix of floats with orthogonal weights, against LAPACK's two calls alone (dgeqrf and
 * dorgqr on a Gaussian matrix that is there already), in turn.
 *
 * <pre>
 * java -cp dl4j-init-benchmarks/target/dl4j-init-benchmarks.jar io.github.dl4jinit.benchmarks.OrthogonalBenchmark \
 *     [SIZE ...]</pre>
 */
public final class OrthogonalBenchmark {

    private static final int ROUNDS = 5;

    private OrthogonalBenchmark() {}

    /** Prints how many times LAPACK's own time ours is, for each size. */
    public static void main(String[] args) throws IOException {
        System.out.printf("%s; medians of %d rounds%n", Paired.machine(), ROUNDS);
        for (String argument : args.length == 0 ? new String[] {"1024", "2048"} : args) {
            int size = Integer.parseInt(argument);
            try (Lapack lapack = new Lapack(size)) {
                Paired times = Paired.time(ROUNDS, lapack::milliseconds, () -> ours(size));
                System.out.printf(
                        Locale.ROOT,
                        "%d x %d: ours %.0f ms, LAPACK %.0f ms: %.2f times LAPACK's time%n",
                        size,
                        size,
                        times.medianOfSecond(),
                        times.medianOfFirst(),
                        times.medianRatio());
            }
        }
    }

    /** The milliseconds that ours takes. */
    static double ours(int size) {
        try (INDArray weights = Nd4j.createUninitialized(DataType.FLOAT, (long) size * size)) {
            return Paired.milliseconds(
                    1, () -> new OrthogonalInit().init(size, size, new long[] {size, size}, 'f', weights));
        }
    }

    /** LAPACK's calls, each time on a fresh copy of one Gaussian matrix. */
    private static final class Lapack implements AutoCloseable {

        private final int size;
        private final DoublePointer gaussian;
        private final DoublePointer matrix;
        private final DoublePointer tau;

        Lapack(int size) {
            this.size = size;
            this.gaussian = new DoublePointer((long) size * size);
            this.matrix = new DoublePointer((long) size * size);
            this.tau = new DoublePointer(size);
            Random random = new Random(1);
            for (long i = 0; i < (long) size * size; i++) {
                gaussian.put(i, random.nextGaussian());
            }
        }

        double milliseconds() {
            Pointer.memcpy(matrix, gaussian, (long) Double.BYTES * size * size);
            return Paired.milliseconds(1, () -> {
                LAPACKE_dgeqrf(LAPACK_COL_MAJOR, size, size, matrix, size, tau);
                LAPACKE_dorgqr(LAPACK_COL_MAJOR, size, size, size, matrix, size, tau);
            });
        }

        @Override
        public void close() {
            gaussian.close();
            matrix.close();
            tau.close();
        }
    }
}
