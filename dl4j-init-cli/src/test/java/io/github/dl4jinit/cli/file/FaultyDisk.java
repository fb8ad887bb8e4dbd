// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The disk that there is, but for one fault: the n-th change of it fails, be it that a file is opened for writing,
 * written, forced onto the disk, locked, closed, moved or deleted, or a folder made; or so do all from the n-th on, as
 * on a disk that is full or gone. Changes are counted over all its paths.
 */
public final class FaultyDisk extends FileSystemProvider {

    /** Why a change failed, as exceptions have it. */
    public static final String REASON = "the disk is faulty";

    private final FileSystemProvider disk = Path.of("").getFileSystem().provider();

    private final FileSystem fileSystem = new FaultyFileSystem(this);
    private final int faulty;
    private final boolean forGood;
    private final List<String> changes = new ArrayList<>();
    private String interrupted;
    private Interruption interruption;

    /** What another process does meanwhile. */
    @FunctionalInterface
    public interface Interruption {
        void happen() throws IOException;
    }

    /**
     * @param faulty number of the change that fails, from 1
     * @param forGood whether all later ones fail, too
     */
    public FaultyDisk(int faulty, boolean forGood) {
        this.faulty = faulty;
        this.forGood = forGood;
    }

    /** A disk without fault, which counts. */
    public static FaultyDisk sound() {
        return new FaultyDisk(Integer.MAX_VALUE, true);
    }

    /** The same disk, on which something happens just before the first change of a kind. */
    public FaultyDisk before(String change, Interruption happening) {
        interrupted = change;
        interruption = happening;
        return this;
    }

    /** The changes so far, those that failed included. */
    public synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    /** Counts a change that is about to be made, and says whether it fails. */
    private synchronized boolean fails(String change) {
        if (interruption != null && change.startsWith(interrupted)) {
            Interruption once = interruption;
            interruption = null;
            try {
                once.happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        changes.add(change);
        return changes.size() == faulty || forGood && changes.size() > faulty;
    }

    /** Is called before a change of an open file; as the system's exceptions, this one does not name the file. */
    void change(String change, String file) throws IOException {
        if (fails(change + " " + file)) {
            throw new IOException(REASON);
        }
    }

    private void change(String change, Path path) throws FileSystemException {
        if (fails(change + " " + path)) {
            throw new FileSystemException(path.toString(), null, REASON);
        }
    }

    /** A path on this disk. */
    public Path path(Path path) {
        return (Path) Proxy.newProxyInstance(
                FaultyDisk.class.getClassLoader(),
                new Class<?>[] {Path.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getFileSystem" -> fileSystem;
                    case "iterator" -> {
                        List<Path> names = new ArrayList<>();
                        path.forEach(name -> names.add(path(name)));
                        yield names.iterator();
                    }
                    default -> call(path, method, args);
                });
    }

    private Object call(Path path, Method method, Object[] args) throws Throwable {
        try {
            Object result = method.invoke(
                    path,
                    args == null
                            ? null
                            : Arrays.stream(args).map(FaultyDisk::real).toArray());
            return result instanceof Path found ? path(found) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object real(Object value) {
        return value instanceof Path path ? real(path) : value;
    }

    private static Path real(Path path) {
        return Path.of(path.toString());
    }

    private static boolean writes(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!writes(options)) {
            return disk.newFileChannel(real(path), options, attributes);
        }
        change("open", path);
        return new FaultyChannel(this, path.toString(), disk.newFileChannel(real(path), options, attributes));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        change("create", folder);
        disk.createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        change("delete", path);
        disk.delete(real(path));
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        boolean atomic = Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE);
        change(atomic ? "move at once" : "move bit by bit", from);
        disk.move(real(from), real(to), options);
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        change("copy", from);
        disk.copy(real(from), real(to), options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        change("set " + attribute, path);
        disk.setAttribute(real(path), attribute, value, options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = disk.newDirectoryStream(real(folder), entry -> filter.accept(path(entry)))) {
            all.forEach(entry -> entries.add(path(entry)));
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return entries.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        disk.checkAccess(real(path), modes);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return disk.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return disk.readAttributes(real(path), attributes, options);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return disk.getFileAttributeView(real(path), type, options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return disk.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return disk.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return disk.getFileStore(real(path));
    }

    @Override
    public String getScheme() {
        return disk.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
