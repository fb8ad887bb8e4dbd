// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageFolderSource;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The files and folders that a trial names, and the same trial where they are elsewhere. */
public final class Relocation {

    private Relocation() {}

    /** The files and folders that a trial names. */
    public static Set<String> paths(TrialSpec spec) {
        Set<String> paths = new TreeSet<>();
        moved(Check.given("spec", spec), path -> {
            paths.add(path);
            return path;
        });
        return paths;
    }

    /** The same trial with other files and folders. */
    public static TrialSpec moved(TrialSpec spec, UnaryOperator<String> to) {
        TrainingSpec training = Check.given("spec", spec).training();
        return spec.withTraining(new TrainingSpec(
                network(training.network(), to),
                training.batchSize(),
                training.epochs(),
                training.trainLimit(),
                data(training.data(), Check.given("to", to)),
                training.heldOut(),
                training.maxIterations(),
                training.stuckAfter(),
                training.measure()));
    }

    private static NetworkSpec network(NetworkSpec network, UnaryOperator<String> to) {
        return network instanceof OwnNetworkSpec own && own.sha256() != null
                ? new OwnNetworkSpec(
                        to.apply(own.configuration()), own.sha256(), own.allowedClasses(), own.learningRate())
                : network;
    }

    private static DataSource data(DataSource data, UnaryOperator<String> to) {
        if (data instanceof IdxSource.Folder idx) {
            return new IdxSource.Folder(to.apply(idx.folder()));
        }
        if (data instanceof IdxSource.Pairs idx) {
            return new IdxSource.Pairs(
                    to.apply(idx.images()),
                    to.apply(idx.labels()),
                    to.apply(idx.testImages()),
                    to.apply(idx.testLabels()));
        }
        if (data instanceof IdxSource.Drawn idx) {
            return new IdxSource.Drawn(
                    to.apply(idx.images()), to.apply(idx.labels()), idx.testShare(), idx.splitSeed());
        }
        if (data instanceof ImageFolderSource images) {
            return new ImageFolderSource(
                    to.apply(images.imageFolder()), images.size(), images.testShare(), images.splitSeed());
        }
        if (data instanceof CsvSource table) {
            return new CsvSource(
                    to.apply(table.csv()),
                    table.labels(),
                    table.dropped(),
                    table.kind(),
                    table.testShare(),
                    table.splitSeed());
        }
        if (data instanceof SavedSource saved) {
            return new SavedSource(
                    to.apply(saved.saved()),
                    saved.savedTest() == null ? null : to.apply(saved.savedTest()),
                    saved.testShare(),
                    saved.splitSeed());
        }
        return data; // bundled, generated, or none
    }
}
