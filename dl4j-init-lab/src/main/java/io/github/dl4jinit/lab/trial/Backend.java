// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's backend, and why it cannot be loaded: ND4J itself says "Please ensure that you have an nd4j backend on your
 * classpath" whether there is none, or no GPU, or a library is missing.
 */
public final class Backend {

    private static final String NONE =
            "no ND4J backend is on the class path: add org.nd4j:nd4j-native, or org.nd4j:nd4j-cuda-11.6 for a GPU";

    /** What CUDA's backend says if there is no GPU. */
    private static final String NO_DEVICE = "No CUDA devices";

    /** What the system's loader says, as in "libjnicublas.so: libcublas.so.11: cannot open shared object file". */
    private static final Pattern MISSING_LIBRARY = Pattern.compile("(lib[\\w.+-]+): cannot open shared object file");

    /** What JavaCPP says if its native library is not on the class path. */
    private static final Pattern MISSING_NATIVES = Pattern.compile("Could not find jni(\\w+) in class");

    /** The library of NVIDIA's driver. */
    private static final String DRIVER = "libcuda.so";

    /** What ND4J takes for a number of threads. Of 0 it computes nothing and says so nowhere, of −1 it crashes. */
    private static final Pattern THREADS = Pattern.compile("[1-9][0-9]{0,3}|");

    private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";

    private Backend() {}

    /**
     * Loads the backend and its native libraries, if they are not loaded yet.
     *
     * @throws TrialException if it cannot; the message says what is missing
     */
    public static void load() {
        checkThreads(System.getenv(THREADS_VARIABLE));
        List<Nd4jBackend> backends = ServiceLoader.load(Nd4jBackend.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (backends.isEmpty()) {
            throw new TrialException(NONE);
        }
        try {
            // ND4J takes any that is available. If none is, the first one says why.
            if (backends.stream().skip(1).noneMatch(Backend::isUsable)) {
                checkAvailable(backends.get(0));
            }
            Nd4j.getExecutioner();
        } catch (RuntimeException | LinkageError e) {
            throw new TrialException(sentence(e), e);
        }
    }

    /** Checks what the environment says of native threads, if it says anything. */
    static void checkThreads(String written) {
        if (written != null && !THREADS.matcher(written).matches()) {
            throw new TrialException(Check.message(
                    "the environment variable " + THREADS_VARIABLE, "a number from 1 to 9999 or not set", written));
        }
    }

    /**
     * Makes native code use one thread, once it is loaded. For layers of a few hundred units several threads only wait
     * for each other: a probe of 50 layers of 128 took 12 s with two and 2.6 s with one.
     */
    public static void useOneThread() {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    private static boolean isUsable(Nd4jBackend backend) {
        try {
            return checkAvailable(backend);
        } catch (RuntimeException | LinkageError e) { // the first backend then says why
            return false;
        }
    }

    /** CUDA's backend prints the stack trace of what it throws, which would bury the one sentence. */
    private static boolean checkAvailable(Nd4jBackend backend) {
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return backend.isAvailable();
        } finally {
            System.setErr(err);
        }
    }

    /** What is missing, and what to do. */
    static String sentence(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        if (message.contains(NO_DEVICE)) {
            return "ND4J's CUDA backend finds no GPU: it needs one of compute capability 3.7 or 5.0 to 8.9,"
                    + " or nd4j-native in its place";
        }
        Matcher library = MISSING_LIBRARY.matcher(message);
        if (library.find()) {
            return missing(library.group(1));
        }
        Matcher natives = MISSING_NATIVES.matcher(message);
        if (natives.find()) {
            return "the native library " + natives.group(1) + " for " + Loader.getPlatform()
                    + " is not on the class path: add the JAR files of this platform for nd4j-native, openblas and javacpp";
        }
        return "ND4J cannot be loaded: " + root.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }

    private static String missing(String library) {
        if (library.startsWith(DRIVER)) {
            return "ND4J's CUDA backend finds no GPU: NVIDIA's driver (" + library
                    + ") is missing; without a GPU, use nd4j-native in its place";
        }
        if (library.startsWith("libcu")) {
            return "ND4J's CUDA backend needs " + library + ", which is missing: install CUDA 11.6, or add"
                    + " org.bytedeco:cuda:11.6-8.3-1.5.7 with the classifier of " + Loader.getPlatform() + "-redist";
        }
        return "ND4J's native library needs " + library + ", which is missing: install it";
    }
}
