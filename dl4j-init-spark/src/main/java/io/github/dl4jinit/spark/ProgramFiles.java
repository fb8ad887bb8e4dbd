// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import io.github.dl4jinit.lab.trial.TrialException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * This program's own files, which workers need.
 *
 * @param all what is on the class path, and what the manifests there name, as absolute paths
 */
record ProgramFiles(List<Path> all) {

    /** The files on a class path. */
    static ProgramFiles of(String classPath) {
        Set<Path> files = new LinkedHashSet<>();
        Arrays.stream(classPath.split(File.pathSeparator))
                .filter(name -> !name.isBlank())
                .map(name -> Path.of(name).toAbsolutePath().normalize())
                .filter(Files::exists)
                .forEach(file -> add(files, file));
        return new ProgramFiles(List.copyOf(files));
    }

    private static void add(Set<Path> files, Path file) {
        if (files.add(file) && Files.isRegularFile(file)) {
            for (String name : namedByManifest(file).split(" ")) {
                Path named = file.resolveSibling(name).normalize();
                if (!name.isBlank() && Files.exists(named)) {
                    add(files, named);
                }
            }
        }
    }

    private static String namedByManifest(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            String names = opened.getManifest() == null
                    ? null
                    : opened.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null ? "" : names;
        } catch (IOException e) {
            throw new TrialException("cannot read " + jar + " of this program's class path: " + e.getMessage(), e);
        }
    }

    /** The jar in which what runs in Spark's own processes is. */
    Path ofSpark() {
        return all.stream()
                .filter(file -> String.valueOf(file.getFileName()).matches("dl4j-init-spark(-.*)?\\.jar"))
                .findFirst()
                .orElseThrow(() -> new TrialException(
                        "a cluster needs dl4j-init-spark.jar on the class path, as a jar: " + classPath()));
    }

    /** The class path on nodes that see these files at the same paths. */
    String classPath() {
        return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The class path on nodes to which these files are shipped, all into one folder.
     *
     * @throws TrialException if they cannot be
     */
    String shippedClassPath() {
        Set<String> names = new LinkedHashSet<>();
        for (Path file : all) {
            if (!Files.isRegularFile(file)) {
                throw new TrialException(
                        file + " of this program's class path is a folder: only jars are shipped to a cluster");
            }
            if (!names.add(String.valueOf(file.getFileName()))) {
                throw new TrialException("two files of this program's class path are called " + file.getFileName()
                        + ": only files of different names are shipped to a cluster");
            }
        }
        return String.join(File.pathSeparator, names);
    }
}
