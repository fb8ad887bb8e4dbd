// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The matrix library that a process has loaded. Its version and the kernel that it chose for the processor decide how
 * long a training step takes: with Haswell's a product of 128 × 128 matrices takes 62 µs, with those for AVX-512 23 µs,
 * on one processor.
 */
final class Blas {

    /** OpenBLAS's name in JavaCPP's list of what is loaded; behind it stands the version of its interface. */
    private static final Pattern LIBRARY = Pattern.compile("openblas(@.*)?");

    /** What OpenBLAS says of itself: "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64". */
    private static final Pattern VERSION = Pattern.compile("(OpenBLAS \\S+)\\b.*");

    private static final Object[] NO_ARGUMENTS = {};

    /**
     * RTLD_LAZY without RTLD_GLOBAL, which is JNA's default: it would put this library's symbols in the way of those of
     * the same names in the copy without LAPACK that ND4J has loaded, and the next product would crash.
     */
    private static final Map<String, Integer> LOCAL =
            Platform.isWindows() ? Map.of() : Map.of(Library.OPTION_OPEN_FLAGS, 1);

    private Blas() {}

    /**
     * Its version and kernels, for example "OpenBLAS 0.3.31 with kernels for Haswell"; the vendor alone where it is
     * another library, or JNA has no native code for this platform.
     *
     * @param vendor what ND4J calls it
     * @param loaded the native libraries of this process, by JavaCPP's name, with their paths
     */
    static String describe(String vendor, Map<String, String> loaded) {
        return vendor.equals("OPENBLAS") ? path(loaded).flatMap(Blas::ask).orElse(vendor) : vendor;
    }

    private static Optional<String> path(Map<String, String> loaded) {
        return loaded.entrySet().stream()
                .filter(library -> LIBRARY.matcher(library.getKey()).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<String> ask(String path) {
        try {
            NativeLibrary library = NativeLibrary.getInstance(path, LOCAL);
            Matcher version = VERSION.matcher(text(library, "openblas_get_config"));
            return version.matches()
                    ? Optional.of(version.group(1) + " with kernels for " + text(library, "openblas_get_corename"))
                    : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty(); // a banner without it is no reason to stop
        }
    }

    private static String text(NativeLibrary library, String function) {
        return library.getFunction(function).invokeString(NO_ARGUMENTS, false);
    }
}
