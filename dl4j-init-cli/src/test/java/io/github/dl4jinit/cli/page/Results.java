// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.report.ProbeReport;
import io.github.dl4jinit.cli.report.ReportFiles;
import io.github.dl4jinit.cli.report.SweepSpec;
import io.github.dl4jinit.cli.report.TuningReport;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.lab.probe.ProbeResult;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialFolder;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.SearchSpace;
import io.github.dl4jinit.lab.tune.Tuner;
import io.github.dl4jinit.lab.tune.TuningSpec;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Results of all kinds, made up where a training would take long. */
final class Results {

    private static final int TRIALS = 60;

    private Results() {}

    /** A sweep over two seeds and any other knobs. */
    static Sweep sweep(String gains, String depths, String widths) {
        return Sweep.of(
                Folders.TRAINING,
                List.of(
                        Axis.of(Knob.SEED, "1,2"),
                        Axis.of(Knob.SCHEME, "he"),
                        Axis.of(Knob.GAIN, gains),
                        Axis.of(Knob.DEPTH, depths),
                        Axis.of(Knob.WIDTH, widths),
                        Axis.of(Knob.ACTIVATION, "RELU"),
                        Axis.of(Knob.OPTIMIZER, "SGD")));
    }

    static void writeSweep(Path folder, Sweep sweep, int iterations) throws IOException {
        Run run = Folders.begun(Run.Kind.SWEEP, "a sweep", sweep.size(), SweepSpec.of(sweep));
        Folders.write(folder, Folders.done(run), sweep.trials(), trial -> Folders.completed(trial, iterations));
    }

    /**
     * A search for a gain that has ended, whose truth is 1.3.
     *
     * @param knobs some of gain, lr, width and activation
     */
    static void writeSearch(Path folder, Knob... knobs) throws IOException, InterruptedException {
        Map<Knob, Dimension> all = Map.of(
                Knob.GAIN, Dimension.Range.around(Knob.GAIN, 1),
                Knob.LR, Dimension.Range.around(Knob.LR, 0.1),
                Knob.WIDTH, Dimension.of(Knob.WIDTH, "8:64"),
                Knob.ACTIVATION, Dimension.of(Knob.ACTIVATION, "RELU,TANH"));
        Map<Knob, String> values =
                new EnumMap<>(Map.of(Knob.GAIN, "1", Knob.LR, "0.1", Knob.WIDTH, "16", Knob.ACTIVATION, "RELU"));
        values.keySet().retainAll(List.of(knobs));
        Setting now = new Setting(values);
        SearchSpace space = SearchSpace.of(Stream.of(knobs).map(all::get).toArray(Dimension[]::new));
        TuningSpec spec = new TuningSpec(Scheme.HE, Folders.TRAINING, 900, 1000, space, now, now, 1);
        TrialFolder trials = new TrialFolder(folder);
        Run begun = Folders.begun(Run.Kind.TUNE, "gain of he", Tuner.mostTrials(spec, TRIALS), spec);
        RunFolder.write(AtomicFile.folder(folder), begun);
        Tuner tuner = new Tuner(
                spec,
                (asked, listener) -> asked.forEach(trial -> {
                    TrialResult result = searched(trial);
                    trials.keep(result);
                    listener.ended(result);
                }));
        ReportFiles files = new ReportFiles(AtomicFile.folder(folder), new PrintWriter(Writer.nullWriter()));
        Run done = Folders.done(begun);
        new TuningReport(tuner.run(TRIALS), begun.environment(), begun.data(), List.of(), Optional.empty())
                .writeTo(files, done);
        RunFolder.write(AtomicFile.folder(folder), done);
    }

    private static TrialResult searched(TrialSpec trial) {
        String text = trial.scheme().text();
        double gain = text.contains("gain=") ? Double.parseDouble(text.replaceAll(".*gain=([0-9.]+).*", "$1")) : 1;
        double rate = ((MlpSpec) trial.training().network()).learningRate();
        double off = Math.pow(Math.log(gain / 1.3), 2) + 0.1 * Math.pow(Math.log(rate / 0.2), 2);
        double accuracy = Math.max(0.12, 0.9 - 0.4 * off + 0.004 * (trial.seed() % 3));
        TrialResult result = Folders.completed(trial, 40);
        return new TrialResult(
                trial,
                result.status(),
                result.initialLoss(),
                result.finalLoss(),
                accuracy,
                result.chance(),
                result.iterations(),
                result.seconds(),
                result.msPerIteration(),
                null,
                result.signalAtStart(),
                result.signalAtEnd(),
                result.history(),
                result.iterationsPerEpoch());
    }

    /** Two branches that meet; weights are so small that nothing arrives. */
    static ComputationGraph graph(UnaryOperator<String> name) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new HeInit(0.01))
                .activation(Activation.RELU)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer(name.apply("a"), dense(), "in")
                .addLayer(name.apply("b"), dense(), name.apply("a"))
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name.apply("a"), name.apply("b"))
                .addLayer("c", dense(), "sum")
                .addLayer("d", dense(), "c")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(12)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "d")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nIn(12).nOut(12).build();
    }

    private static DataSet batch() {
        Nd4j.getRandom().setSeed(7);
        return new DataSet(Nd4j.randn(32, 12), Nd4j.eye(3).getRows(range(32)));
    }

    private static int[] range(int examples) {
        return IntStream.range(0, examples).map(i -> i % 3).toArray();
    }

    static void writeProbe(Path folder, ComputationGraph graph) throws IOException {
        Run run = Folders.done(Folders.begun(Run.Kind.PROBE, "a graph", 0, Folders.COMPARISON));
        ReportFiles files =
                ReportFiles.in(folder, new PrintWriter(Writer.nullWriter())).orElseThrow();
        new ProbeReport(ProbeResult.of(SignalProbe.probe(graph, batch()))).writeTo(files, run);
    }

    /** What a listener writes while a graph trains. */
    static void writeLog(Path file, ComputationGraph graph, int iterations) {
        graph.setListeners(
                SignalListener.builder().every(1).maxCost(1).writeTo(file).build());
        DataSet batch = batch();
        for (int i = 0; i < iterations; i++) {
            graph.fit(batch);
        }
    }
}
