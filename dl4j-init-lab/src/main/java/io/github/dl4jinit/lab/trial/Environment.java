// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What trials run on.
 *
 * @param backend CPU or CUDA
 * @param blas the matrix library, with its version and the kernels that it chose where it tells them
 * @param threads native threads of one worker
 * @param cores processors of the machine
 * @param java version of the Java runtime
 * @param dl4j version of Deeplearning4j
 * @param os operating system and processor architecture
 */
public record Environment(String backend, String blas, int threads, int cores, String java, String dl4j, String os) {

    private static final String CPU = "CPU";

    public Environment {
        Check.given("backend", backend);
    }

    /** Whether the backend is the CPU's. */
    public boolean onCpu() {
        return backend.equals(CPU);
    }

    /**
     * What this process runs on; loads ND4J's native libraries.
     *
     * @throws TrialException if it cannot; the message says what is missing
     */
    public static Environment ofThisProcess() {
        Backend.load();
        Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
        boolean cpu = Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
        return new Environment(
                cpu ? CPU : "CUDA",
                Blas.describe(String.valueOf(nd4j.get("blas.vendor")), Loader.getLoadedLibraries()),
                Nd4j.getEnvironment().maxThreads(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                Versions.dl4j(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
}
