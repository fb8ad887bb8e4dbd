// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exceptions are those that ND4J 1.0.0-M2.1 threw on a machine without a GPU: as it was, with one empty library of
 * CUDA after the other put in its place, and with the CPU backend but not its native library.
 */
class BackendTest {

    @Test
    void whatIsThereLoads() {
        Backend.load();
        assertThat(Environment.ofThisProcess().onCpu()).isTrue();
    }

    @Test
    void theMatrixLibraryTellsItsVersionAndKernels() {
        String built = openblas.OPENBLAS_VERSION.strip();
        assertThat(Environment.ofThisProcess().blas()).matches(Pattern.quote(built) + " with kernels for \\w+");
    }

    @Test
    void anotherMatrixLibraryIsCalledByItsVendor() {
        assertThat(Blas.describe("OPENBLAS", Map.of())).isEqualTo("OPENBLAS");
        assertThat(Blas.describe("CUBLAS", Loader.getLoadedLibraries())).isEqualTo("CUBLAS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "libjnicudart.so: libcuda.so.1 | finds no GPU: NVIDIA's driver (libcuda.so.1) is missing; without a GPU,",
                "libjnicudart.so: libcudart.so.11.0 | needs libcudart.so.11.0, which is missing: install CUDA 11.6, or add",
                "libjnicublas.so: libcublas.so.11 | needs libcublas.so.11, which is missing: install CUDA 11.6, or add",
                "libjnind4jcuda.so: libcusolver.so.11 | needs libcusolver.so.11, which is missing: install CUDA 11.6, or add",
                "libnd4jcpu.so: libgomp.so.1 | native library needs libgomp.so.1, which is missing: install it",
            })
    void aMissingLibraryIsNamed(String libraries, String sentence) {
        Throwable seen = new RuntimeException(new UnsatisfiedLinkError("/cache/org/bytedeco/linux-x86_64/" + libraries
                + ": cannot open shared object file: No such file or directory"));
        assertThat(Backend.sentence(seen))
                .startsWith("ND4J's ")
                .contains(sentence)
                .hasSizeLessThan(200);
    }

    @Test
    void noDeviceIsSaid() {
        Throwable seen = new RuntimeException(new RuntimeException("No CUDA devices were found in system"));
        assertThat(Backend.sentence(seen))
                .isEqualTo("ND4J's CUDA backend finds no GPU: it needs one of compute capability 3.7 or 5.0 to 8.9,"
                        + " or nd4j-native in its place");
    }

    @Test
    void nativesOfAnotherPlatformAreSaid() {
        Throwable javacpp = new UnsatisfiedLinkError("no jnind4jcpu in java.library.path: /usr/lib");
        javacpp.initCause(new UnsatisfiedLinkError("Could not find jnind4jcpu in class, module, and library paths."));
        Throwable seen = new ExceptionInInitializerError(
                new RuntimeException("ND4J is probably missing dependencies. For more information, …", javacpp));
        assertThat(Backend.sentence(seen))
                .startsWith("the native library nd4jcpu for " + Loader.getPlatform() + " is not on the class path");
    }

    @Test
    void anythingElseIsToldInItsOwnWords() {
        assertThat(Backend.sentence(new ExceptionInInitializerError(new IllegalStateException("first\nsecond"))))
                .isEqualTo("ND4J cannot be loaded: IllegalStateException: first");
    }

    /** By these ND4J computes nothing in silence, speaks of a NumberFormatException, or crashes. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "2,1", " 2", "99999"})
    void aNumberOfThreadsThatIsNoneIsSaid(String threads) {
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> Backend.checkThreads(threads))
                .withMessage("the environment variable OMP_NUM_THREADS must be a number from 1 to 9999 or not set,"
                        + " received " + threads.strip());
    }

    @Test
    void anyNumberOfThreadsWillDo() {
        Backend.checkThreads(null);
        Backend.checkThreads("");
        Backend.checkThreads("1");
        Backend.checkThreads("9999");
    }
}
