// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import io.github.dl4jinit.lab.trial.TrialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Where nodes find the files and folders that trials name: at the paths they have here, or in zip files that Spark
 * ships, one for each, made when the first trial names it. Zip files are deleted in the end.
 */
final class DataFiles implements AutoCloseable {

    private final boolean shared;
    private final BiConsumer<Path, String> ship;
    private final Map<String, String> onNodes = new HashMap<>();
    private Path folder;

    /** @param ship is given a zip file and the name of the folder to unpack it to, before any trial that needs it */
    DataFiles(boolean shared, BiConsumer<Path, String> ship) {
        this.shared = shared;
        this.ship = ship;
    }

    /**
     * Where they are on nodes, by what they are called here.
     *
     * @throws TrialException if one cannot be packed
     */
    synchronized Map<String, String> onNodes(Set<String> paths) {
        Map<String, String> found = new HashMap<>();
        paths.forEach(path -> found.put(path, onNodes.computeIfAbsent(path, this::place)));
        return found;
    }

    private String place(String name) {
        Path path = Path.of(name).toAbsolutePath().normalize();
        if (shared) {
            return path.toString();
        }
        String unpacked = "dl4j-init-data-" + onNodes.size();
        try {
            ship.accept(zip(path, unpacked), unpacked);
        } catch (IOException | UncheckedIOException e) {
            throw new TrialException("cannot pack " + name + " for the cluster: " + e.getMessage(), e);
        }
        return unpacked + "/" + path.getFileName();
    }

    private Path zip(Path path, String name) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("it is a whole disk");
        }
        if (folder == null) {
            folder = Files.createTempDirectory("dl4j-init-cluster");
        }
        Path zip = folder.resolve(name + ".zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> found = Files.walk(path)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(parent.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return zip;
    }

    /** A second time does nothing. Any thread may call it. */
    @Override
    public synchronized void close() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> zips = Files.list(folder)) {
            for (Path file : zips.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
            folder = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
