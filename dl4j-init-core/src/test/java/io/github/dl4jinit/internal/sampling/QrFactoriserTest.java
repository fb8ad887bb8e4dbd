// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QrFactoriserTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "5, 5", "300, 7", "257, 256", "400, 400"})
    void lapackAndJavaFindTheSameFactor(int height, int width) {
        double[] gaussian = Reference.doubles(42, height * width, UnitSampler.normal());
        double[] lapack = gaussian.clone();
        double[] java = gaussian.clone();
        double[] lapackDiagonal = factorise(new LapackQr(), lapack, height, width);
        double[] javaDiagonal = factorise(new HouseholderQr(), java, height, width);

        // Q and R are unique once R's diagonal is positive.
        for (int column = 0; column < width; column++) {
            assertThat(Math.abs(javaDiagonal[column])).isCloseTo(Math.abs(lapackDiagonal[column]), within(1e-10));
            double sign = Math.signum(javaDiagonal[column]) * Math.signum(lapackDiagonal[column]);
            for (int i = column * height; i < (column + 1) * height; i++) {
                assertThat(java[i]).isCloseTo(sign * lapack[i], within(1e-10));
            }
        }
    }

    @Test
    void aZeroColumnIsFactorisedToo() {
        double[] matrix = {0, 0, 0, 1, 2, 2};
        double[] diagonal = factorise(new HouseholderQr(), matrix, 3, 2);
        assertThat(diagonal[0]).isZero();
        assertThat(Math.abs(diagonal[1])).isCloseTo(Math.sqrt(8), within(1e-15));
        assertThat(matrix).doesNotContain(Double.NaN);
    }

    @Test
    void openBlasIsUsedWhereItIsOnTheClassPath() {
        assertThat(QrFactoriser.best()).isInstanceOf(LapackQr.class);
    }

    @Test
    void javaIsUsedWhereOpenBlasIsNotOnTheClassPath() throws Exception {
        Class<?> factoriser = new WithoutOpenBlas().loadClass(QrFactoriser.class.getName());
        Method best = factoriser.getDeclaredMethod("best");
        best.setAccessible(true);
        assertThat(best.invoke(null).getClass().getSimpleName()).isEqualTo("HouseholderQr");
    }

    private static double[] factorise(QrFactoriser factoriser, double[] elements, int height, int width) {
        try (TallMatrix matrix = factoriser.allocate(height, width)) {
            matrix.write(elements, 0, elements.length);
            double[] diagonalOfR = matrix.factorise();
            matrix.read(elements, 0, elements.length);
            return diagonalOfR;
        }
    }

    /** Sees what this test sees, but for OpenBLAS; defines the sampling package anew, so that it looks again. */
    private static final class WithoutOpenBlas extends ClassLoader {

        WithoutOpenBlas() {
            super(WithoutOpenBlas.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bytedeco.openblas.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(QrFactoriser.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
