// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Reason;
import io.github.dl4jinit.lab.modelfile.ModelFile;
import io.github.dl4jinit.lab.modelfile.OrthogonalCheck;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A user's own network. Its layers get the scheme of a trial; if that is {@code own(…)}, they keep their initialisers
 * with other knobs.
 */
public final class OwnNetwork {

    /** As many as an image of 4096 × 4096 has: an example of so many is made to see whether it fits. */
    private static final int MOST_NUMBERS = 1 << 24;

    private final MultiLayerConfiguration configuration;

    /** The network of a configuration, which stays as it is. */
    public OwnNetwork(MultiLayerConfiguration configuration) {
        this.configuration = copy(Check.given("configuration", configuration));
    }

    /** DL4J's clones share their updaters, in which a network sets its learning rate. */
    private static MultiLayerConfiguration copy(MultiLayerConfiguration configuration) {
        MultiLayerConfiguration copy = configuration.clone();
        for (NeuralNetConfiguration layer : copy.getConfs()) {
            if (layer.getLayer() instanceof BaseLayer weighted) {
                weighted.setIUpdater(copy(weighted.getIUpdater()));
                weighted.setBiasUpdater(copy(weighted.getBiasUpdater()));
            }
        }
        return copy;
    }

    private static IUpdater copy(IUpdater updater) {
        return updater == null ? null : updater.clone();
    }

    /**
     * Reads a configuration, and makes no network of it.
     *
     * @throws IOException if the file cannot be read, holds no {@code MultiLayerConfiguration}, or is not the version
     *     that the specification is of
     */
    public static OwnNetwork read(OwnNetworkSpec spec) throws IOException {
        Path file = Path.of(Check.given("spec", spec).configuration());
        if (!digest(file).equals(spec.sha256())) {
            throw new IOException(file + " has changed since these trials were planned");
        }
        MultiLayerConfiguration configuration = ModelFile.configuration(file, spec.allowedClasses());
        Optional<String> complaint = OrthogonalCheck.complaint(configuration);
        if (complaint.isPresent()) { // a saved network came with weights, those of trials are drawn
            throw new IOException(file + " " + complaint.get());
        }
        return new OwnNetwork(configuration);
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
            throw new IOException(file + " is no file: expected a MultiLayerConfiguration");
        }
        if (Files.size(file) > ModelFile.MAX_CONFIGURATION) {
            throw new IOException(file + " is larger than any configuration: expected at most "
                    + ModelFile.MAX_CONFIGURATION + " bytes, found " + Files.size(file));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A copy of its configuration. */
    public MultiLayerConfiguration configuration() {
        return copy(configuration);
    }

    /**
     * Checks that it can be trained on such examples by a scheme.
     *
     * @throws IllegalArgumentException if it cannot; the message says why
     */
    public void checkFits(Scheme scheme, int inputs, int classes) {
        Check.given("scheme", scheme);
        checkFits(Check.inRange("inputs", inputs, 1, MOST_NUMBERS), Check.inRange("classes", classes, 1, MOST_NUMBERS));
        checkFits(scheme);
    }

    /**
     * Checks that it can be trained on such examples, by one of zeros.
     *
     * @throws IllegalArgumentException if it cannot; the message says why
     */
    void checkFits(int inputs, int classes) {
        INDArray label = Nd4j.zeros(1, classes);
        label.putScalar(0, 0, 1);
        MultiLayerNetwork network = new MultiLayerNetwork(copy(configuration));
        try {
            network.init();
            network.score(new DataSet(Nd4j.zeros(1, inputs), label));
        } catch (RuntimeException e) { // DL4J throws whatever its arithmetic stumbles over
            throw new IllegalArgumentException(
                    "the network must be one that classifies " + inputs + " inputs into " + classes
                            + " classes, received one that does not: "
                            + Reason.forInput(e),
                    e);
        } finally {
            network.close();
        }
    }

    /**
     * Checks that its activation functions fit a scheme.
     *
     * @throws IllegalArgumentException if one does not; the message says which do
     */
    void checkFits(Scheme scheme) {
        if (scheme.fitsSomeActivationsOnly()) {
            MultiLayerNetwork network = new MultiLayerNetwork(copy(configuration));
            try {
                network.init();
                scheme.finish(network, null);
            } finally {
                network.close();
            }
        }
    }

    /** The network of a trial before training. */
    MultiLayerNetwork network(TrialSpec spec, Examples examples) {
        MultiLayerConfiguration trial = copy(configuration);
        for (NeuralNetConfiguration layer : trial.getConfs()) {
            layer.setSeed(Architecture.seed(spec));
            if (layer.getLayer() instanceof BaseLayer weighted) {
                weighted.setWeightInitFn(spec.scheme().init(weighted.getWeightInitFn()));
            }
        }
        MultiLayerNetwork network = new MultiLayerNetwork(trial);
        network.init();
        Double learningRate = ((OwnNetworkSpec) spec.training().network()).learningRate();
        if (learningRate != null) {
            network.setLearningRate(learningRate);
        }
        return examples.first(spec.seed(), batch -> {
            spec.scheme().finish(network, batch);
            return network;
        });
    }

    /** The step of DL4J's own {@code fit}: every layer may have an updater and a regularisation of its own. */
    static Step step(MultiLayerNetwork network) {
        return new Step() {
            @Override
            public double run(DataSet batch) {
                // The score includes it, and belongs to the parameters before the update.
                double regularisation = network.calcRegularizationScore(true);
                network.fit(batch);
                return network.score() - regularisation;
            }

            @Override
            public void epochEnded() {
                network.incrementEpochCount();
            }
        };
    }
}
