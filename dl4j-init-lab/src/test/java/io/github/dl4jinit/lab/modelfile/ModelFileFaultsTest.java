// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.example.BrokenInit;
import com.example.Sightings;
import com.example.Sleeper;
import io.github.dl4jinit.HeInit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Every fault of a file is one sentence that names the file. */
class ModelFileFaultsTest {

    private static final int PARAMETERS = 43;

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
        assertThat(problem(folder.resolve("absent"))).isEqualTo("does not exist: expected a model");
        assertThat(problem(folder)).isEqualTo("is a directory: expected a model");
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
    void textsThatAreNoNetwork() throws IOException {
        String neither = "holds no network: expected \"confs\" (of a MultiLayerConfiguration) or \"vertices\" (of a"
                + " ComputationGraphConfiguration), found ";
        assertThat(problem("{\"a\": 1}")).isEqualTo(neither + "neither");
        assertThat(problem("{\"confs\": [], \"vertices\": {}}")).isEqualTo(neither + "both");
        assertThat(problem("Dear all")).isEqualTo(neither + "neither");
        assertThat(problem("[1, 2]")).isEqualTo(neither + "neither");
        assertThat(problem("---\na: 1\n---\nb: 2\n"))
                .isEqualTo("holds more than one YAML document: expected one configuration");
        assertThat(problem("{\"a\": 1")).startsWith("is not proper JSON: Unexpected end-of-input");
        assertThat(problem("{\"a\": 1} {}")).startsWith("is not proper JSON: Trailing token");
        assertThat(problem("a: [1\nb: }"))
                .startsWith(
                        "holds no network: expected a zip of DL4J's ModelSerializer, JSON or YAML, found other text");
        String empty = "holds a network without layers: expected at least one";
        assertThat(problem("{\"confs\": []}")).isEqualTo(empty);
        assertThat(problem("{\"vertices\": {}}")).isEqualTo(empty);
        assertThat(problem("{\"confs\": [1, null]}")).startsWith("has a configuration that DL4J refuses: ");
        assertThat(problem("{\"vertices\": {\"a\": null}}")).startsWith("has a configuration that DL4J refuses: ");
    }

    @Test
    void textsThatAreMadeToBreakAParser() throws IOException {
        assertThat(problem("{\"confs\":" + "[".repeat(100_000)))
                .startsWith("is not proper JSON: Document nesting depth");
        assertThat(problem("[".repeat(100_000)))
                .isEqualTo("is nested too deeply: expected at most 200 levels, found more");
        assertThat(problem("{\"confs\":" + "{\"@class\":\"org.nd4j.X\",\"a\":".repeat(100_000)))
                .startsWith("is not proper JSON: Document nesting depth");
        // The billion laughs.
        assertThat(problem("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .isEqualTo("has a YAML alias, which DL4J never writes");
        byte[] large = new byte[ModelFile.MAX_CONFIGURATION + 1];
        Arrays.fill(large, (byte) ' ');
        assertThat(problem(large))
                .isEqualTo("is too large: expected a configuration of at most 67108864 bytes, found more");
    }

    @Test
    void classesThatCannotBeLoaded() throws IOException {
        String json = Networks.dense().toJson();
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "com.example.Absent"), "com.example."))
                .isEqualTo("names the class com.example.Absent, which is allowed but not on the class path");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "org.deeplearning4j.Absent")))
                .isEqualTo("names the class org.deeplearning4j.Absent, which is allowed but not on the class path");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "com.example.BrokenInit"), BROKEN))
                .startsWith("names a class that cannot be loaded: ");
        assertThat(problem(json.replace("io.github.dl4jinit.HeInit", "org.nd4j.linalg.learning.config.Adam")))
                .startsWith("has a configuration that DL4J refuses: ")
                .contains("Not a subtype");
    }

    private static final String BROKEN = BrokenInit.class.getName();

    @Test
    void configurationsThatDl4jRefuses() throws IOException {
        String json = Networks.dense().toJson();
        assertThat(problem(json.replace("\"gain\" : 1.0", "\"gain\" : -1.0")))
                .startsWith("has a configuration that DL4J refuses: ")
                .contains("gain must be positive and finite, received -1.0");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : -5")))
                .startsWith("calls for layers of a size that is none");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : 4611686018427387904")))
                .matches("calls for .*|has a configuration that DL4J refuses: .*");
        assertThat(problem(json.replace("\"nout\" : 5", "\"nout\" : 100000000000")))
                .startsWith("needs more memory than there is: expected parameters of at most ")
                .endsWith("found 2000000000072");
        assertThat(problem(json.replace("\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\",", "")))
                .startsWith("has a configuration that DL4J refuses: ");
    }

    /** ND4J would believe what these say of themselves. */
    @Test
    void arraysWithinAConfiguration() throws IOException {
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[1,3],\"data\":[1,2,3]}")))
                .isEmpty();
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[3,1000000],\"data\":[1,2,3]}")))
                .isEqualTo("has an array whose shape calls for 3000000 elements, but which has 3");
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[65536,65536,65536,65536],\"data\":[]}")))
                .isEqualTo("has an array whose shape calls for 2147483647 elements, but which has 0");
        assertThat(problem(weights("{\"dataType\":\"FLOAT\",\"shape\":[-3],\"data\":[1,2,3]}")))
                .isEqualTo("has an array of a shape that is none: expected dimensions of at least 0");
        assertThat(problem(weights("{\"dataBuffer\":[1],\"rankField\":1,\"strideField\":[1000000]}")))
                .isEqualTo("has an array in the format of DL4J before 1.0.0, which is not read");
    }

    private static String weights(String array) {
        String loss = "\"@class\" : \"org.nd4j.linalg.lossfunctions.impl.LossMCXENT\"";
        String json = Networks.dense().toJson().replace(loss, loss + ", \"weights\" : " + array);
        assertThat(json).contains(array);
        return json;
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
                .isEqualTo("(coefficients.bin) has no header of an array as ND4J 1.0.0 writes it: expected"
                        + " MIXED_DATA_TYPES or LONG_SHAPE, found abc");
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
        long flag = flags ? floatFlags() : floatFlags() | 1;
        byte[] array = header(8, new long[] {rank, rows, columns, s0, s1, flag, ews, order}, length);
        assertThat(problem(zip(with("coefficients.bin", array))))
                .startsWith("(coefficients.bin) is no row of numbers: the shape in its header does not fit " + length);
    }

    /** The rows above differ from this one in one number each. */
    @Test
    void theShapeThatIsNoNonsense() throws IOException {
        byte[] array = header(8, new long[] {2, 1, 43, 43, 1, floatFlags(), 1, 'c'}, 43);
        assertThat(problem(zip(with("coefficients.bin", array)))).isEmpty();
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

    /** What the message says after the file's name, or nothing if the file loads. */
    private String problem(String text, String... allowed) throws IOException {
        return problem(Files.writeString(folder.resolve("model"), text), allowed);
    }

    private String problem(byte[] bytes) throws IOException {
        return problem(Files.write(folder.resolve("model"), bytes));
    }

    private String problem(Path file, String... allowed) {
        Throwable thrown = catchThrowable(() -> ModelFile.load(file, List.of(allowed)));
        if (thrown == null) {
            return "";
        }
        assertThat(thrown).isInstanceOf(InvalidModelException.class);
        assertThat(thrown.getMessage())
                .startsWith(file + " ")
                .doesNotContain("\n")
                .hasSizeLessThan(700);
        return thrown.getMessage().substring(file.toString().length() + 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        return zip(entries, Deflater.DEFAULT_COMPRESSION);
    }

    /** Without compression in all but name, so that the content can be found and changed. */
    private static byte[] stored(Map<String, byte[]> entries) throws IOException {
        return zip(entries, Deflater.NO_COMPRESSION);
    }

    private static byte[] zip(Map<String, byte[]> entries, int level) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(level);
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(e.getKey()));
                out.write(e.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] array(INDArray array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static long floatFlags() {
        return ArrayOptionsHelper.setOptionBit(0L, DataType.FLOAT);
    }

    /** A header before 43 numbers. */
    private static byte[] header(long shapeLength, long[] shape, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(shapeLength);
        out.writeUTF("LONG");
        for (long value : shape) {
            out.writeLong(value);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF("FLOAT");
        out.write(new byte[PARAMETERS * Float.BYTES]);
        return bytes.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static byte[] replaceAll(byte[] bytes, String target, String replacement) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(target, replacement).getBytes(StandardCharsets.ISO_8859_1);
    }
}
