// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The one {@code NodeWorkers} of this executor, loaded apart from Spark: in a class loader that sees Java and our class
 * path only. Spark's Jackson is older than ours and refuses to work with another than its own, its SLF4J is another,
 * and so for what a user adds to Spark.
 */
final class IsolatedWorkers {

    private static final String WORKERS = "io.github.dl4jinit.spark.node.NodeWorkers";

    private static BiFunction<String, Consumer<String>, String> workers;

    private IsolatedWorkers() {}

    /** An executor serves one application, and that has one class path. */
    static synchronized BiFunction<String, Consumer<String>, String> ofThisExecutor(String classPath, String shipped) {
        if (workers == null) {
            String here = Arrays.stream(classPath.split(File.pathSeparator))
                    .map(name -> Path.of(shipped).resolve(name).toString())
                    .collect(Collectors.joining(File.pathSeparator));
            workers = load(here, shipped);
        }
        return workers;
    }

    @SuppressWarnings("unchecked") // both sides know Java's classes only
    private static BiFunction<String, Consumer<String>, String> load(String classPath, String shipped) {
        URL[] urls = Arrays.stream(classPath.split(File.pathSeparator))
                .map(IsolatedWorkers::url)
                .toArray(URL[]::new);
        // Never closed: it is needed as long as this process lives.
        ClassLoader loader = new URLClassLoader("dl4j-init", urls, ClassLoader.getPlatformClassLoader());
        try {
            return (BiFunction<String, Consumer<String>, String>) loader.loadClass(WORKERS)
                    .getConstructor(String.class, String.class)
                    .newInstance(classPath, shipped);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "dl4j-init is not at " + urls[0]
                            + " on this node: it must be at one path on all nodes, or be shipped",
                    e);
        }
    }

    private static URL url(String name) {
        try {
            return Path.of(name).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
