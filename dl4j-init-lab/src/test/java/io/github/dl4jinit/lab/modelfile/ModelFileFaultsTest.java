// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static io.github.dl4jinit.lab.modelfile.FaultyFiles.PARAMETERS;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.array;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.bytes;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.floatFlags;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.header;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.indexOf;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.replaceAll;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.stored;
import static io.github.dl4jinit.lab.modelfile.FaultyFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.example.Sightings;
import com.example.Sleeper;
import io.github.dl4jinit.HeInit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Every fault of a model file is one sentence that names it. */
class ModelFileFaultsTest {

    private static byte[] good;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeGoodModel() throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.dense());
        network.init();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, bytes, true);
        good = bytes.toByteArray();
    }

    @Test
    void noFileOrNoneWithAModel() throws IOException {
        assertThat(FaultyFiles.problem(folder.resolve("absent"))).isEqualTo("does not exist: expected a model");
        assertThat(FaultyFiles.problem(folder)).isEqualTo("is a directory: expected a model");
        assertThat(problem(new byte[0])).isEqualTo("is empty: expected a model");
        assertThat(problem("  \n")).isEqualTo("is empty: expected a network");
        assertThat(problem(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0}))
                .isEqualTo("is an HDF5 file, such as Keras writes: expected a model of DL4J, into which"
                        + " deeplearning4j-modelimport turns it");
        assertThat(problem(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5}))
                .isEqualTo(
                        "holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other data");
    }

    @Test
    void zipsThatAreNoModel() throws IOException {
        String missing =
                "is a zip file without configuration.json: expected one of DL4J's ModelSerializer, found one with ";
        assertThat(problem(zip(Map.of()))).isEqualTo(missing + "no entry");
        assertThat(problem(zip(Map.of("META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0")))))
                .isEqualTo(missing + "META-INF/MANIFEST.MF");
        assertThat(problem(zip(Map.of("[Content_Types].xml", bytes("<"), "word/document.xml", bytes("<")))))
                .isEqualTo(missing + "[Content_Types].xml, word/document.xml");
        assertThat(problem(zip(without("coefficients.bin"))))
                .isEqualTo("is a zip file without coefficients.bin: expected the parameters");
        assertThat(problem(zip(with("configuration.json", bytes("{}")))))
                .startsWith("holds no network: expected \"confs\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 30, 500, -100, -1})
    void aTruncatedZip(int length) throws IOException {
        byte[] truncated = Arrays.copyOf(good, length < 0 ? good.length + length : length);
        assertThat(problem(truncated)).startsWith("is not a whole zip file (truncated?): ");
    }

    @Test
    void aDamagedEntry() throws IOException {
        byte[] damaged =
                stored(with("configuration.json", bytes(Networks.dense().toJson())));
        // The last parameter: nothing but the check sum could tell.
        int last = indexOf(damaged, entry("coefficients.bin")) + entry("coefficients.bin").length - 1;
        damaged[last] ^= 1;
        assertThat(problem(damaged)).isEqualTo("(coefficients.bin) is damaged: its check sum is wrong");
        assertThat(problem(stored(entries()))).isEmpty();
    }

    @Test
    void duplicateEntries() throws IOException {
        byte[] bytes = stored(with("configuration.jsox", bytes("{}")));
        assertThat(problem(replaceAll(bytes, "configuration.jsox", "configuration.json")))
                .isEqualTo("has two entries of the name configuration.json");
    }

    @Test
    void aZipBomb() throws IOException {
        assertThat(problem(zip(with("configuration.json", new byte[ModelFile.MAX_CONFIGURATION + 1]))))
                .isEqualTo("(configuration.json) is too large: expected at most 67108864 bytes, found more");
        byte[] coefficients = entry("coefficients.bin");
        assertThat(problem(zip(with("coefficients.bin", Arrays.copyOf(coefficients, 10_000_000)))))
                .isEqualTo("(coefficients.bin) does not fit its header: expected " + coefficients.length
                        + " bytes, found more");
    }

    @Test
    void parametersThatDoNotFit() throws IOException {
        String fit = "(coefficients.bin) does not fit the configuration: expected 43 numbers, found ";
        assertThat(problem(zip(with("coefficients.bin", array(Nd4j.zeros(1, 42))))))
                .isEqualTo(fit + 42);
        assertThat(problem(zip(with("coefficients.bin", array(Nd4j.zeros(1, 44))))))
                .isEqualTo(fit + 44);
        assertThat(problem(zip(with("coefficients.bin", array(Nd4j.zeros(43, 1))))))
                .startsWith("(coefficients.bin) is no row of numbers: the shape in its header does not fit 43");
        assertThat(problem(zip(with("coefficients.bin", array(Nd4j.zeros(43).castTo(DataType.INT32))))))
                .isEqualTo(
                        "(coefficients.bin) is no row of numbers: expected FLOAT, DOUBLE, HALF or BFLOAT16, found INT");
        assertThat(problem(zip(with("coefficients.bin", new byte[0]))))
                .isEqualTo("(coefficients.bin) ends within the header of an array (truncated?)");
        assertThat(problem(zip(with("coefficients.bin", bytes("abc")))))
                .startsWith("(coefficients.bin) ends within the header of an array");
        assertThat(problem(zip(with("coefficients.bin", bytes("\0\3abc")))))
                .isEqualTo("(coefficients.bin) has no header of an array as ND4J writes it: expected one of [DIRECT,"
                        + " HEAP, JAVACPP, LONG_SHAPE, MIXED_DATA_TYPES], found abc");
        byte[] mixed =
                replaceAll(header("LONG_SHAPE", 8, new long[] {2, 1, 43, 43, 1, 0, 1, 'c'}, 43), "\0\4LONG", "\0\3INT");
        assertThat(problem(zip(with("coefficients.bin", mixed))))
                .isEqualTo("(coefficients.bin) is no row of numbers: expected 6 or 8 values of type LONG for its shape,"
                        + " found 8 of type INT");
        byte[] half = Arrays.copyOf(entry("coefficients.bin"), entry("coefficients.bin").length - 1);
        assertThat(problem(zip(with("coefficients.bin", half))))
                .isEqualTo("(coefficients.bin) does not fit its header: expected " + (half.length + 1)
                        + " bytes, found " + half.length + " (truncated?)");
        assertThat(problem(zip(with("updaterState.bin", array(Nd4j.zeros(1, PARAMETERS))))))
                .isEqualTo("(updaterState.bin) does not fit the configuration: expected 86 numbers, found 43");
        Map<String, byte[]> sgd = with(
                "configuration.json",
                bytes(Networks.dense(new HeInit(), new Sgd(1)).toJson()));
        assertThat(problem(zip(sgd)))
                .isEqualTo("(updaterState.bin) holds the state of an updater, but this network's updater has none");
    }

    @ParameterizedTest
    @CsvSource({
        // rank, dimensions, strides, flags, element stride, order; the last column is the length of the data
        "1, 1, 43, 43, 1, true, 1, 99, 43",
        "3, 1, 43, 43, 1, true, 1, 99, 43",
        "2, 2, 43, 43, 1, true, 1, 99, 43",
        "2, 1, 44, 43, 1, true, 1, 99, 43",
        "2, 1, -43, 43, 1, true, 1, 99, 43",
        "2, 1, 43, 43, 1000000, true, 1, 99, 43",
        "2, 1, 43, 43, -1, true, 1, 99, 43",
        "2, 1, 43, -7, 1, true, 1, 99, 43",
        "2, 1, 43, 43, 1, false, 1, 99, 43",
        "2, 1, 43, 43, 1, true, 1000000, 99, 43",
        "2, 1, 43, 43, 1, true, 1, 97, 43",
        "2, 1, 43, 43, 1, true, 1, 99, 44",
        "2, 1, 43, 43, 1, true, 1, 99, -43",
        "2, 1, 43, 43, 1, true, 1, 99, 0",
        "2, 1, 0, 43, 1, true, 1, 99, 0",
    })
    void nonsenseOfShapes(
            long rank, long rows, long columns, long s0, long s1, boolean flags, long ews, long order, long length)
            throws IOException {
        for (String allocation : ALLOCATIONS) {
            long flag = flags(allocation) + (flags ? 0 : 1);
            long[] shape = {rank, rows, columns, s0, s1, flag, ews, order};
            assertThat(problem(zip(with("coefficients.bin", header(allocation, 8, shape, length)))))
                    .as(allocation)
                    .startsWith(
                            "(coefficients.bin) is no row of numbers: the shape in its header does not fit " + length);
        }
    }

    private static final List<String> ALLOCATIONS = List.of("JAVACPP", "LONG_SHAPE", "MIXED_DATA_TYPES");

    /** The old headers have an offset in this place, which is 0. */
    private static long flags(String allocation) {
        return allocation.equals("MIXED_DATA_TYPES") ? floatFlags() : 0;
    }

    /** The rows above differ from this one in one number each. */
    @Test
    void theShapeThatIsNoNonsense() throws IOException {
        for (String allocation : ALLOCATIONS) {
            long[] shape = {2, 1, 43, 43, 1, flags(allocation), 1, 'c'};
            assertThat(problem(zip(with("coefficients.bin", header(allocation, 8, shape, 43)))))
                    .isEmpty();
        }
    }

    @Test
    void headersThatClaimMoreThanThereIs() throws IOException {
        long huge = 1L << 40;
        byte[] array = header(8, new long[] {2, 1, huge, huge, 1, floatFlags(), 1, 'c'}, huge);
        assertThat(problem(zip(with("coefficients.bin", array))))
                .isEqualTo("(coefficients.bin) does not fit the configuration: expected 43 numbers, found " + huge);
        // The configuration agrees: 5 + 4n and 3 + 3n make 2e11 + ..., of which the entry has 43.
        String json = Networks.dense().toJson().replace("\"nout\" : 5", "\"nout\" : 20000000000");
        Map<String, byte[]> both = with("configuration.json", bytes(json));
        long n = 5 * 20_000_000_000L + 18;
        both.put("coefficients.bin", header(8, new long[] {2, 1, n, n, 1, floatFlags(), 1, 'c'}, n));
        assertThat(problem(zip(both))).startsWith("needs more memory than there is: expected parameters of at most ");
        String many = Networks.dense().toJson().replace("\"nout\" : 5", "\"nout\" : 1000000");
        both.put("configuration.json", bytes(many));
        n = 5 * 1_000_000 + 18;
        both.put("coefficients.bin", header(8, new long[] {2, 1, n, n, 1, floatFlags(), 1, 'c'}, n));
        assertThat(problem(zip(both)))
                .startsWith("(coefficients.bin) does not fit its header: expected 20000")
                .endsWith(" (truncated?)");
        assertThat(problem(zip(with("coefficients.bin", header(1L << 60, new long[8], 43)))))
                .isEqualTo("(coefficients.bin) is no row of numbers: expected 6 or 8 values of type LONG for its shape,"
                        + " found 1152921504606846976 of type LONG");
        long most = Long.MAX_VALUE;
        assertThat(problem(zip(with(
                        "coefficients.bin", header(8, new long[] {2, 1, most, most, 1, floatFlags(), 1, 'c'}, most)))))
                .isEqualTo("(coefficients.bin) has no header of an array, as ND4J writes it");
    }

    /** DL4J itself would wake what is in preprocessor.bin. */
    @Test
    void javaObjectsSleepOn() throws IOException {
        Sightings.seen().clear();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Sleeper());
        }
        for (String entry : List.of("preprocessor.bin", "normalizer.bin", "updater.bin", "objects/x")) {
            assertThat(problem(zip(with(entry, bytes.toByteArray())))).isEmpty();
        }
        assertThat(Sightings.seen()).doesNotContain("Sleeper");
        assertThat(catchThrowable(() -> ModelSerializer.restoreMultiLayerNetwork(
                        new ByteArrayInputStream(zip(with("preprocessor.bin", bytes.toByteArray()))))))
                .isInstanceOf(ClassCastException.class);
        assertThat(Sightings.seen()).contains("Sleeper");
    }

    private static Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(good))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                entries.put(e.getName(), in.readAllBytes());
            }
        }
        assertThat(entries).containsOnlyKeys("configuration.json", "coefficients.bin", "updaterState.bin");
        return entries;
    }

    private static byte[] entry(String name) throws IOException {
        return entries().get(name);
    }

    private static Map<String, byte[]> with(String name, byte[] content) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(name, content);
        return entries;
    }

    private static Map<String, byte[]> without(String name) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove(name);
        return entries;
    }

    private String problem(String text) throws IOException {
        return FaultyFiles.problem(Files.writeString(folder.resolve("model"), text));
    }

    private String problem(byte[] bytes) throws IOException {
        return FaultyFiles.problem(Files.write(folder.resolve("model"), bytes));
    }
}
