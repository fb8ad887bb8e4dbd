// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Reason;
import io.github.dl4jinit.internal.Sha256;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.internal.topology.SingleBatch;
import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.modelfile.ModelFile;
import io.github.dl4jinit.lab.modelfile.NetworkConfiguration;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A user's own network. Its layers get the scheme of a trial; if that is {@code own(…)}, they keep their initialisers
 * with other knobs, and if it is {@code saved} the weights that the file holds.
 */
public final class OwnNetwork {

    /** As many as an image of 4096 × 4096 has: an example of so many is made to see whether it fits. */
    private static final int MOST_NUMBERS = 1 << 24;

    private static final List<String> KNOBS_OF_OWN = List.of(Knob.GAIN.flag(), Knob.NUMERATOR.flag());

    private final NetworkConfiguration configuration;
    private final SavedWeights saved;

    /** The weights that a network was saved with. */
    private interface SavedWeights {

        /** Those of a network that was not saved. */
        SavedWeights NONE = Optional::empty;

        Optional<INDArray> read() throws IOException;
    }

    /** The network of a list's configuration, which stays as it is. */
    public OwnNetwork(MultiLayerConfiguration configuration) {
        this(NetworkConfiguration.of(configuration), SavedWeights.NONE);
    }

    /** The network of a graph's configuration, which stays as it is. */
    public OwnNetwork(ComputationGraphConfiguration configuration) {
        this(NetworkConfiguration.of(configuration), SavedWeights.NONE);
    }

    /** The network of either kind of configuration, which stays as it is. */
    public OwnNetwork(NetworkConfiguration configuration) {
        this(configuration, SavedWeights.NONE);
    }

    private OwnNetwork(NetworkConfiguration configuration, SavedWeights saved) {
        this.configuration = Check.given("configuration", configuration).copy();
        this.configuration.forgetTraining();
        this.saved = saved;
    }

    /**
     * Reads a configuration, and makes no network of it.
     *
     * @throws IOException if the file cannot be read, holds no configuration of a network, or is not the version that
     *     the specification is of
     */
    public static OwnNetwork read(OwnNetworkSpec spec) throws IOException {
        Path file = Path.of(Check.given("spec", spec).configuration());
        if (!digest(file).equals(spec.sha256())) {
            throw new IOException(file + " has changed since these trials were planned");
        }
        return read(file, spec.allowedClasses());
    }

    /**
     * Reads a configuration, and makes no network of it.
     *
     * @param allowedClasses what the file may name beside DL4J's and this library's classes
     * @throws IOException if the file holds none, or one by which no weights may be drawn
     */
    public static OwnNetwork read(Path file, List<String> allowedClasses) throws IOException {
        NetworkConfiguration configuration = ModelFile.configuration(file, allowedClasses);
        Optional<String> complaint = configuration.complaint();
        if (complaint.isPresent()) { // a saved network came with weights, those of trials are drawn
            throw new IOException(file + " " + complaint.get());
        }
        return new OwnNetwork(configuration, () -> ModelFile.parameters(file, allowedClasses));
    }

    /**
     * The specification of the file's present version.
     *
     * @throws IOException if it cannot be read
     */
    public static OwnNetworkSpec spec(Path file, List<String> allowedClasses) throws IOException {
        return new OwnNetworkSpec(
                Check.given("file", file).toAbsolutePath().normalize().toString(), digest(file), allowedClasses, null);
    }

    private static String digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no file: expected the configuration of a network");
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.start();
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** A copy of its configuration. */
    public NetworkConfiguration configuration() {
        return configuration.copy();
    }

    /**
     * Why it cannot be trained on such examples by some schemes, by their {@linkplain Scheme#text text}; empty if it
     * can by all.
     *
     * @param tried run after each scheme that was tried, so that somebody who waits learns that it goes on
     */
    public Map<String, String> misfits(List<Scheme> schemes, ExampleForm form, Runnable tried) {
        Check.givenEach("schemes", schemes);
        Check.given("tried", tried);
        checkSize(form);
        Map<String, String> misfits = new LinkedHashMap<>();
        Optional<String> ofData = complaint(() -> checkFits(form));
        for (Scheme scheme : schemes) {
            ofData.or(() -> complaint(() -> checkFits(scheme))).ifPresent(reason -> misfits.put(scheme.text(), reason));
            tried.run();
        }
        return misfits;
    }

    private static Optional<String> complaint(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void checkSize(ExampleForm form) {
        Check.given("form", form).inputs().forEach(OwnNetwork::checkSize);
        form.targets().all().forEach(target -> Check.inRange("outputs", target.count(), 1, MOST_NUMBERS));
    }

    private static void checkSize(List<Integer> shape) {
        // Beyond the most it stays there, so that no product overflows.
        long numbers = shape.stream()
                .mapToLong(Integer::longValue)
                .reduce(1, (product, size) -> Math.min(product * size, MOST_NUMBERS + 1L));
        Check.require(numbers <= MOST_NUMBERS, "shape", "of 1 to " + MOST_NUMBERS + " numbers", shape);
    }

    /**
     * Checks that it can be trained on such examples, by one of zeros.
     *
     * @throws IllegalArgumentException if it cannot; the message says why
     */
    void checkFits(ExampleForm form) {
        try (Fresh fresh = new Fresh(configuration.copy())) {
            checkCounts(fresh.network(), form);
            NetworkView.of(fresh.network()).testLoss(ofZeros(form));
        } catch (RuntimeException e) { // DL4J throws whatever its arithmetic stumbles over
            throw new IllegalArgumentException(
                    "the network must be one that " + form.task() + ", received one that does not: "
                            + Reason.forInput(e),
                    e);
        }
    }

    private static void checkCounts(Model network, ExampleForm form) {
        NetworkView view = NetworkView.of(network);
        int inputs = view.inputs().size();
        Check.require(
                inputs == form.inputs().size(),
                "inputs",
                "as many as examples have, " + form.inputs().size(),
                inputs);
        long outputs = view.nodes().stream()
                .filter(node -> node.outputNumber().isPresent())
                .count();
        int wanted = form.targets().all().size();
        Check.require(outputs == wanted, "outputs", "as many as examples have, " + wanted, outputs);
    }

    private static MultiDataSet ofZeros(ExampleForm form) {
        INDArray[] features = form.inputs().stream()
                .map(shape -> Nd4j.zeros(withBatch(shape)))
                .toArray(INDArray[]::new);
        INDArray[] labels =
                form.targets().all().stream().map(OwnNetwork::firstClass).toArray(INDArray[]::new);
        return new org.nd4j.linalg.dataset.MultiDataSet(features, labels);
    }

    private static INDArray firstClass(Target target) {
        INDArray label =
                target.steps() == 0 ? Nd4j.zeros(1, target.count()) : Nd4j.zeros(1, target.count(), target.steps());
        label.slice(0).slice(0).assign(1); // at each step
        return label;
    }

    private static long[] withBatch(List<Integer> shape) {
        return LongStream.concat(LongStream.of(1), shape.stream().mapToLong(Integer::longValue))
                .toArray();
    }

    private void checkWeights() {
        try {
            savedWeights().close();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** A network that lives no longer than it is needed. */
    private record Fresh(Model network) implements AutoCloseable {

        Fresh(NetworkConfiguration configuration) {
            this(configuration.init(null));
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /**
     * Checks that its activation functions fit a scheme, and that its layers' own initialisers have the knobs that
     * {@code own} sets: trials of other values would else be the same trial.
     *
     * @throws IllegalArgumentException if one does not; the message says which do
     */
    public void checkFits(Scheme scheme) {
        if (Check.given("scheme", scheme).keepsWeights()) {
            checkWeights();
        }
        if (scheme.keepsOwn()) {
            for (String knob : KNOBS_OF_OWN) {
                Check.require(
                        !scheme.sets(knob) || !configured(knob, "1").equals(configured(knob, "2")),
                        knob,
                        "a knob that an initialiser of the network has, or set of a scheme for all layers, such as he",
                        scheme);
            }
        }
        if (scheme.fitsSomeActivationsOnly()) {
            try (Fresh fresh = new Fresh(configuration.copy())) {
                scheme.finish(fresh.network(), null);
            } catch (IllegalArgumentException e) { // says what does not fit
                throw e;
            } catch (RuntimeException e) { // DL4J throws whatever its arithmetic stumbles over
                throw new IllegalArgumentException(
                        "the network must be one that " + scheme + " can initialise, received one that it cannot: "
                                + Reason.forInput(e),
                        e);
            }
        }
    }

    private INDArray savedWeights() throws IOException {
        return saved.read()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the network must be one that was saved with its weights for the scheme saved, received a"
                                + " configuration without any"));
    }

    /** What layers are configured with if their own initialisers have a knob set to a value. */
    private String configured(String knob, String value) {
        NetworkConfiguration copy = configuration.copy();
        SchemePlacement.place(Scheme.OWN.with(knob, value), copy.notFrozen());
        return copy.toJson();
    }

    /**
     * A fresh network whose layers are initialised by a scheme; {@link Scheme#finish} is still to come.
     *
     * @param seed decides the weights
     * @param learningRate in place of the network's own, or {@code null}
     * @throws IllegalArgumentException if the scheme keeps saved weights, and there are none
     * @throws IOException if these cannot be read
     */
    public Model drawn(Scheme scheme, long seed, Double learningRate) throws IOException {
        Check.given("scheme", scheme);
        Model network = init(scheme, seed, scheme.keepsWeights() ? savedWeights() : null);
        if (learningRate != null) {
            setLearningRate(network, Check.positiveFinite("lr", learningRate));
        }
        return network;
    }

    private Model init(Scheme scheme, long seed, INDArray weights) {
        NetworkConfiguration copy = configuration.copy();
        copy.setSeed(Architecture.seed(seed));
        SchemePlacement.place(scheme, copy.notFrozen());
        return copy.init(weights);
    }

    /** The network of a trial before training. */
    Model network(TrialSpec spec, Examples examples) throws IOException {
        Double learningRate = ((OwnNetworkSpec) spec.training().network()).learningRate();
        return finished(drawn(spec.scheme(), spec.seed(), learningRate), spec, examples);
    }

    /** The network of a trial whose specification says all of it, before training. */
    Model preset(TrialSpec spec, Examples examples) {
        return finished(init(spec.scheme(), spec.seed(), null), spec, examples);
    }

    private static Model finished(Model network, TrialSpec spec, Examples examples) {
        return examples.first(spec.seed(), batch -> {
            spec.scheme().finish(network, batch);
            return network;
        });
    }

    private static void setLearningRate(Model network, double learningRate) {
        if (network instanceof ComputationGraph graph) {
            graph.setLearningRate(learningRate);
        } else {
            ((MultiLayerNetwork) network).setLearningRate(learningRate);
        }
    }

    /** The step of DL4J's own {@code fit}: every layer may have an updater and a regularisation of its own. */
    static Step step(Model network) {
        if (network instanceof ComputationGraph graph) {
            return new Fitting(
                    graph, graph::fit, () -> graph.calcRegularizationScore(true), graph::incrementEpochCount);
        }
        MultiLayerNetwork list = (MultiLayerNetwork) network;
        return new Fitting(
                list,
                batch -> list.fit(SingleBatch.of(batch)),
                () -> list.calcRegularizationScore(true),
                list::incrementEpochCount);
    }

    private record Fitting(Model network, Consumer<MultiDataSet> fit, DoubleSupplier penalty, Runnable endEpoch)
            implements Step {

        @Override
        public double run(MultiDataSet batch) {
            // The score includes it, and belongs to the parameters before the update.
            double regularisation = penalty.getAsDouble();
            fit.accept(batch);
            return network.score() - regularisation;
        }

        @Override
        public void epochEnded() {
            endEpoch.run();
        }
    }
}
