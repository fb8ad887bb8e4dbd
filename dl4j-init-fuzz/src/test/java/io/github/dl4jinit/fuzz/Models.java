// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import io.github.dl4jinit.lab.modelfile.InvalidModelException;
import io.github.dl4jinit.lab.modelfile.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads models and configurations, and requires that one that is read is written, and read again, alike. */
final class Models {

    /** More would not fit the test's heap twice. */
    private static final long MOST_COMPARED = 1_000_000;

    private final Path file;
    private final Path copy;

    Models(String name) {
        Scratch scratch = new Scratch(name);
        file = scratch.path();
        copy = scratch.path("copy");
    }

    /** Whether the bytes are a model. */
    boolean read(byte[] bytes) throws IOException {
        String text = Zips.text(bytes);
        Files.write(file, bytes);
        Optional<Model> model = load(text, file);
        if (model.isPresent()) {
            long called = model.get().paramTable().values().stream()
                    .mapToLong(INDArray::length)
                    .sum();
            Contract.same(called, model.get().numParams(), text);
            boolean small = called <= MOST_COMPARED;
            if (small) {
                Contract.same(called, (long) parameters(model.get()).length, text);
            }
            ModelSerializer.writeModel(model.get(), copy.toFile(), false);
            Optional<Model> again = load(text, copy);
            if (again.isPresent()) {
                Contract.same(configuration(model.get()), configuration(again.get()), text);
                Contract.require(
                        !small || Arrays.equals(parameters(model.get()), parameters(again.get())),
                        "gave other parameters",
                        text,
                        null);
            } else {
                Contract.require(!dl4jReadsTheCopy(model.get()), "refused what it had read", text, null);
            }
        }
        return model.isPresent();
    }

    /** From a file of an old release DL4J may make a network whose file it does not read, one without updater say. */
    private boolean dl4jReadsTheCopy(Model model) {
        try {
            Model again = model instanceof MultiLayerNetwork
                    ? ModelSerializer.restoreMultiLayerNetwork(copy.toFile(), false)
                    : ModelSerializer.restoreComputationGraph(copy.toFile(), false);
            return again != null;
        } catch (Exception e) { // whatever it is, it is DL4J's
            return false;
        }
    }

    private static Optional<Model> load(String text, Path path) {
        return Contract.keep(
                text, InvalidModelException.class, Contract.MOST_NANOS_OF_MUCH, () -> ModelFile.load(path, List.of()));
    }

    /** Without counts of epochs: where DL4J restores a network, its layers' become that of the network. */
    private static String configuration(Model model) {
        String json = model instanceof MultiLayerNetwork network
                ? network.getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) model).getConfiguration().toJson();
        return json.replaceAll("\"epochCount\" : -?\\d+", "");
    }

    /** Bit for bit: NaN is equal to NaN. */
    private static double[] parameters(Model model) {
        return model.numParams() == 0
                ? new double[0]
                : model.params().dup().reshape(model.params().length()).toDoubleVector();
    }
}
