// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Bytes in memory and in files that nobody sees, on a disk that is full, and in a process that is killed. */
class StorageTest {

    /** More than two buffers of a file. */
    private static final byte[] BYTES = new byte[150_000];

    @TempDir
    Path folder;

    @BeforeEach
    void bytesThatDiffer() {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (i * 31 >> 3);
        }
    }

    private static StoredBytes keep(Storage storage, int length) throws IOException {
        return storage.keep("x", length, out -> {
            out.write(BYTES[0]);
            out.write(BYTES, 1, length - 1);
        });
    }

    /** As many as are allowed are in memory, all arrays together. */
    @Test
    void inMemoryWhileThereIsRoom() throws IOException {
        Storage storage = new Storage(250, folder);
        assertThat(keep(storage, 100)).isInstanceOf(HeapBytes.class);
        assertThat(keep(storage, 151)).isInstanceOf(FileBytes.class);
        assertThat(keep(storage, 150)).isInstanceOf(HeapBytes.class);
        assertThat(keep(storage, 1)).isInstanceOf(FileBytes.class);
        assertThat(keep(Storage.standard(), 100)).isInstanceOf(HeapBytes.class);
    }

    @Test
    void theSameBytesAnywhereFromAnyThread() throws Exception {
        StoredBytes inMemory = keep(new Storage(BYTES.length, folder), BYTES.length);
        StoredBytes inFile = keep(new Storage(BYTES.length - 1, folder), BYTES.length);
        for (StoredBytes bytes : List.of(
                inMemory, inFile, SerializationUtils.roundtrip(inMemory), SerializationUtils.roundtrip(inFile))) {
            assertThat(bytes.length()).isEqualTo(BYTES.length);
            byte[] whole = new byte[BYTES.length];
            bytes.read(0, whole);
            assertThat(whole).isEqualTo(BYTES);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> bytes.read(BYTES.length - 1, new byte[2]));
        }
        // DL4J interrupts its threads that read ahead; another goes on.
        List<Thread> threads = Stream.of(7, 70_000, 149_000)
                .map(start -> new Thread(() -> {
                    byte[] some = new byte[1000];
                    for (int i = 0; i < 500; i++) {
                        Thread.currentThread().interrupt();
                        inFile.read(start, some);
                        assertThat(some).isEqualTo(Arrays.copyOfRange(BYTES, start, start + 1000));
                    }
                }))
                .toList();
        int[] failed = {0};
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((of, e) -> failed[0]++));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed[0]).isZero();
    }

    /** In a file with a hole, which takes no room: 6 · 10⁸ numbers of 8 bytes. */
    @Test
    void numbersBeyondTwoGigabytes() throws IOException {
        int count = 300_000_000;
        RandomAccessFile file = new RandomAccessFile(folder.resolve("hole").toFile(), "rw");
        file.setLength(16L * count);
        file.seek(16L * count - 16);
        file.writeDouble(1.5);
        file.writeDouble(-2.5);
        PackedArray array =
                new PackedArray(PackedArray.Type.DOUBLE, List.of(count, 2), new FileBytes("x", 16L * count, file));
        double[] numbers = new double[2];
        array.reader().read(count - 1, numbers);
        assertThat(numbers).containsExactly(1.5, -2.5);
        assertThat(array.get(2L * count - 1)).isEqualTo(-2.5);
        assertThat(array.get(0)).isZero();
        file.close();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> array.get(0))
                .withMessageContaining("x: its temporary file cannot be read: ");
    }

    @Test
    void onlyTheOwnerMayOpenTheFileWhileItHasAName() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path file = FileBytes.create(folder);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void noFolderAndNoRoom() {
        Path missing = folder.resolve("missing");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> keep(new Storage(0, missing), 3_000_000))
                .withMessageStartingWith(
                        "x: takes 3 MB, more than is left of a quarter of Java's memory, and cannot be kept in "
                                + missing + ": ")
                .withMessageEndingWith(
                        "; -Djava.io.tmpdir=FOLDER before -jar or in JAVA_OPTS names a folder with room");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> new Storage(0, folder).keep("x", 1L << 60, out -> {}))
                .withMessageContaining(" MB are free there; -Djava.io.tmpdir");
        assertThat(folder).isEmptyDirectory();
    }

    /** What else goes wrong while bytes are written is told as it is, and leaves nothing. */
    @Test
    void whatCannotBeRead() {
        IOException reason = new IOException("the data is gone");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Storage(0, folder).keep("x", 10, out -> {
                    throw reason;
                }))
                .isSameAs(reason);
        assertThat(folder).isEmptyDirectory();
    }

    /**
     * The system lets the process write no more than some 50 kB into a file, which Java sees as it sees a full disk.
     */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDisk() throws Exception {
        Process process = start("sh", "-c", "ulimit -f 100; exec \"$@\"", "sh");
        assertThat(process.inputReader().lines())
                .singleElement()
                .asString()
                .startsWith("x: takes 1 MB, more than is left of a quarter of Java's memory, and cannot be kept in "
                        + folder)
                .contains("File too large; -Djava.io.tmpdir=FOLDER");
        assertThat(process.waitFor()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    /** While it writes, when no code of Java's could tidy up. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatIsKilledLeavesNoFile() throws Exception {
        Process process = start();
        assertThat(process.inputReader().readLine()).isEqualTo("half of it is written");
        process.destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertThat(folder).isEmptyDirectory();
    }

    private Process start(String... wrapper) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(wrapper),
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HalfWritten.class.getName(),
                                folder.toString()))
                .toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Writes half a megabyte, says so, and waits for the end of its input; or says why it cannot. */
    static final class HalfWritten {

        private HalfWritten() {}

        public static void main(String[] args) throws IOException {
            try {
                new Storage(0, Path.of(args[0])).keep("x", 1 << 20, out -> {
                    out.write(new byte[1 << 19]);
                    System.out.println("half of it is written");
                    System.in.read();
                });
            } catch (InvalidDataException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
