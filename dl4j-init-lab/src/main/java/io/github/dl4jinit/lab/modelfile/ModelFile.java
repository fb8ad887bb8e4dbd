// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OneLine;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network in a file that nobody vouches for: a zip of DL4J's {@code ModelSerializer}, or the configuration of a
 * network as JSON or YAML. What it is, its content says, not its name.
 *
 * <p>A file may name classes, for layers and weight initialisations of one's own. Only those of DL4J, of ND4J and of
 * this library are loaded, and those that the user named. Objects that Java serialised, as DL4J puts into such files
 * for normalisers and preprocessors, are never read.
 */
public final class ModelFile {

    /** Bytes that a configuration may have. */
    public static final int MAX_CONFIGURATION = 64 << 20;

    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final String UPDATER_STATE = "updaterState.bin";

    /** What makes a network or a part of one, or finds out that it cannot. */
    @FunctionalInterface
    private interface Source<T> {
        T get() throws IOException;
    }

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

    private final String file;
    private final ConfigurationReader reader;

    private ModelFile(String file, AllowedClasses allowed) {
        this.file = file;
        this.reader = new ConfigurationReader(file, allowed);
    }

    /**
     * Loads a network: with its parameters, the state of its updater and its counts of iterations and epochs from a
     * zip, freshly initialised from a configuration.
     *
     * @param allowedClasses names of classes of other libraries that the file may name, or prefixes of such names that
     *     end in a dot
     * @return an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @throws InvalidModelException if the file cannot be read, holds no network, or names a class that is not allowed
     */
    public static Model load(Path file, List<String> allowedClasses) throws InvalidModelException {
        return reading(file, allowedClasses, ModelFile::load);
    }

    /**
     * The configuration of a network, of which none is made; from a zip that of the network it holds.
     *
     * @param allowedClasses as for {@link #load}
     * @throws InvalidModelException if the file cannot be read, holds no configuration, or names a class that is not
     *     allowed
     */
    public static NetworkConfiguration configuration(Path file, List<String> allowedClasses)
            throws InvalidModelException {
        return reading(file, allowedClasses, ModelFile::configuration);
    }

    /**
     * The parameters of a saved network in one row; empty of a configuration, which comes without.
     *
     * @param allowedClasses as for {@link #load}
     * @throws InvalidModelException as {@link #load}
     */
    public static Optional<INDArray> parameters(Path file, List<String> allowedClasses) throws InvalidModelException {
        return reading(
                file,
                allowedClasses,
                (reader, path) -> reader.isZip(path)
                        ? Optional.ofNullable(reader.load(path).params())
                        : Optional.empty());
    }

    /**
     * Refuses what is no model at first sight, before a process is started to read it: a file that is missing, empty,
     * not regular, or Keras's.
     *
     * @throws InvalidModelException if it is one of these
     */
    public static void check(Path file) throws InvalidModelException {
        reading(file, List.of(), ModelFile::isZip);
    }

    /** What is done with a file once its name is known. */
    private interface Reading<T> {
        T of(ModelFile reader, Path file) throws IOException;
    }

    private static <T> T reading(Path file, List<String> allowedClasses, Reading<T> reading)
            throws InvalidModelException {
        String name = Check.given("file", file).toString();
        Check.given("allowed classes", allowedClasses);
        try {
            return reading.of(new ModelFile(name, new AllowedClasses(allowedClasses)), file);
        } catch (InvalidModelException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidModelException(name, "cannot be read: " + OneLine.of(e), e);
        } catch (LinkageError e) {
            throw new InvalidModelException(name, "names a class that cannot be loaded: " + OneLine.of(e), e);
        } catch (StackOverflowError e) {
            throw new InvalidModelException(name, "is nested too deeply to be read", e);
        } catch (OutOfMemoryError e) {
            throw new InvalidModelException(name, "needs more memory than there is: " + OneLine.of(e), e);
        } catch (RuntimeException e) {
            throw Refusal.of(name, Origin.SINCE_1_0_0_BETA4, e);
        }
    }

    private Model load(Path path) throws IOException {
        if (!isZip(path)) {
            return fresh(path);
        }
        try (ModelZip zip = new ModelZip(path)) {
            return restored(zip);
        }
    }

    private NetworkConfiguration configuration(Path path) throws IOException {
        JsonNode tree = isZip(path) ? zipped(path) : text(path);
        return explained(tree, () -> {
            NetworkConfiguration configuration = reader.configuration(tree);
            checkMemory(parameters(configuration) * configuration.dataType().width());
            return configuration;
        });
    }

    /** Whether a file is a zip, and no other thing than a zip or a text. */
    private boolean isZip(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InvalidModelException(file, "does not exist: expected a model");
        }
        if (Files.isDirectory(path)) {
            throw new InvalidModelException(file, "is a directory: expected a model");
        }
        if (!Files.isRegularFile(path)) {
            // It is read more than once, which a pipe cannot be.
            throw new InvalidModelException(file, "is no regular file: expected a model");
        }
        byte[] magic;
        try (InputStream in = Files.newInputStream(path)) {
            magic = in.readNBytes(ZIP.length);
        }
        if (magic.length == 0) {
            throw new InvalidModelException(file, "is empty: expected a model");
        }
        if (Arrays.equals(magic, HDF5)) {
            throw new InvalidModelException(
                    file,
                    "is an HDF5 file, such as Keras writes: expected a model of DL4J, into which deeplearning4j-modelimport"
                            + " turns it");
        }
        return Arrays.equals(magic, ZIP) || Arrays.equals(magic, EMPTY_ZIP);
    }

    private JsonNode text(Path path) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(path)) {
            text = in.readNBytes(MAX_CONFIGURATION + 1);
        }
        if (text.length > MAX_CONFIGURATION) {
            throw new InvalidModelException(
                    file,
                    "is too large: expected a configuration of at most " + MAX_CONFIGURATION + " bytes, found more");
        }
        return reader.tree(text);
    }

    private Model fresh(Path path) throws IOException {
        JsonNode tree = text(path);
        return explained(tree, () -> {
            NetworkConfiguration configuration = reader.configuration(tree);
            long parameters = parameters(configuration);
            checkMemory(parameters * configuration.dataType().width());
            Optional<String> complaint = configuration.complaint();
            if (complaint.isPresent()) {
                throw new InvalidModelException(file, complaint.get());
            }
            return checked(configuration.init(null));
        });
    }

    private JsonNode zipped(Path path) throws IOException {
        try (ModelZip zip = new ModelZip(path)) {
            return tree(zip);
        }
    }

    private JsonNode tree(ModelZip zip) throws IOException {
        if (!zip.has(CONFIGURATION)) {
            throw new InvalidModelException(
                    file,
                    "is a zip file without " + CONFIGURATION
                            + ": expected one of DL4J's ModelSerializer, found one with " + zip.someNames());
        }
        return reader.tree(zip.bytes(CONFIGURATION, MAX_CONFIGURATION));
    }

    private Model restored(ModelZip zip) throws IOException {
        JsonNode tree = tree(zip);
        if (!zip.has(COEFFICIENTS)) {
            throw new InvalidModelException(
                    file, "is a zip file without " + COEFFICIENTS + ": expected the parameters");
        }
        return explained(tree, () -> checked(withState(zip, reader.configuration(tree))));
    }

    /** What is made of a tree; a refusal says which releases of DL4J wrote it, if they are old. */
    private <T> T explained(JsonNode tree, Source<T> source) throws IOException {
        Origin origin = Origin.of(tree);
        try {
            return source.get();
        } catch (InvalidModelException e) {
            throw origin.explain(e);
        } catch (RuntimeException e) {
            throw origin.explain(Refusal.of(file, origin, e));
        }
    }

    private Model withState(ModelZip zip, NetworkConfiguration configuration) throws IOException {
        long count = parameters(configuration);
        // There is no array of nothing: what DL4J writes for it differs with the kind of network.
        Model network = checked(configuration.init(count == 0 ? null : array(zip, COEFFICIENTS, count)));
        if (zip.has(UPDATER_STATE)) {
            INDArray state = configuration.updaterState(network);
            if (state == null) {
                throw new InvalidModelException(
                        zip.nameOf(UPDATER_STATE),
                        "holds the state of an updater, but this network's updater has none");
            }
            state.assign(array(zip, UPDATER_STATE, state.length()));
        }
        return network;
    }

    private long parameters(NetworkConfiguration configuration) throws InvalidModelException {
        long sum = 0;
        for (long count : configuration.parameterCounts()) {
            sum += count;
            if (count < 0 || sum < 0 || sum > Long.MAX_VALUE / Double.BYTES) {
                throw new InvalidModelException(
                        file, "calls for layers of a size that is none: expected positive sizes, and fewer than 2^60");
            }
        }
        return sum;
    }

    /** A system that promises more memory than it has would not refuse, but end this program when it keeps to it. */
    private void checkMemory(long bytes) throws InvalidModelException {
        long limit = Runtime.getRuntime().maxMemory();
        if (bytes > limit) {
            throw new InvalidModelException(
                    file,
                    "needs more memory than there is: expected parameters of at most " + limit
                            + " bytes (the limit of java -Xmx), found " + bytes);
        }
    }

    private INDArray array(ModelZip zip, String entry, long length) throws IOException {
        String name = zip.nameOf(entry);
        ArrayHeader header;
        try (DataInputStream in = new DataInputStream(zip.open(entry))) {
            header = ArrayHeader.read(name, in);
        } catch (ZipException e) {
            throw zip.damaged(entry, e);
        }
        if (header.length() != length) {
            throw new InvalidModelException(
                    name, "does not fit the configuration: expected " + length + " numbers, found " + header.length());
        }
        checkMemory(header.bytes());
        long bytes = zip.count(entry, header.bytes());
        if (bytes != header.bytes()) {
            throw new InvalidModelException(
                    name,
                    "does not fit its header: expected " + header.bytes() + " bytes, found "
                            + (bytes < header.bytes() ? bytes + " (truncated?)" : "more"));
        }
        try (DataInputStream in = new DataInputStream(zip.open(entry))) {
            return Nd4j.read(in);
        }
    }

    /** Dimensions whose product overflows to a small number would let ND4J read far outside of the parameters. */
    private Model checked(Model network) throws InvalidModelException {
        for (INDArray parameter : network.paramTable().values()) {
            long length = 1;
            try {
                for (long dimension : parameter.shape()) {
                    length = Math.multiplyExact(length, dimension);
                }
            } catch (ArithmeticException e) {
                throw new InvalidModelException(file, "calls for a layer of 2^63 parameters or more", e);
            }
        }
        return network;
    }
}
