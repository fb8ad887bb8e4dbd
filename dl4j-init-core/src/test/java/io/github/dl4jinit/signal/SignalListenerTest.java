// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.slf4j.LoggerFactory;

class SignalListenerTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(SignalListener.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void reportsComeAfterTheFirstAndEveryNthIteration() {
        List<SignalReport> handed = new ArrayList<>();
        SignalListener listener = SignalListener.builder()
                .every(3)
                .maxCost(1)
                .remember(2)
                .onReport(handed::add)
                .build();
        train(network(), listener, 10);
        assertThat(handed).extracting(SignalReport::iteration).containsExactly(0, 3, 6, 9);
        assertThat(listener.reports()).containsExactly(handed.get(2), handed.get(3));
        assertThat(listener.lastReport()).hasValue(handed.get(3));
        assertThat(listener.costShare()).isGreaterThan(0).isLessThan(1);
    }

    /** The batch that is trained on, before its update: as a probe by hand says. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void figuresAreThoseOfTheTrainedBatch(boolean graph) {
        MultiLayerNetwork list = network();
        Model network = graph ? list.toComputationGraph() : list;
        SignalListener listener = SignalListener.builder().every(1).maxCost(1).build();
        network.setListeners(listener);
        for (int step = 0; step < 3; step++) {
            String byHand = asOfAListener(SignalProbe.probe(network, BATCH).toJson());
            Nets.fit(network, BATCH);
            assertThat(listener.lastReport().get().toJson()).isEqualTo(byHand);
            assertThat(listener.lastReport().get().iteration()).isEqualTo(step);
        }
    }

    /** A listener leaves out what would cost much. */
    private static String asOfAListener(String json) {
        return json.replaceAll("\"(geometry|activationHistogram|gradientHistogram)\":\\{[^}]*},", "");
    }

    /** Series of different lengths: their masks must come along, or padding would be counted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void masksComeAlong(boolean dense) {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new XavierInit(), Activation.TANH).list();
        if (dense) {
            layers.layer(new DenseLayer.Builder().nOut(6).build());
        }
        MultiLayerNetwork network =
                Nets.initialised(layers.layer(new LSTM.Builder().nOut(6).build())
                        .layer(new GlobalPoolingLayer(PoolingType.AVG))
                        .layer(Nets.softmax(6, 3))
                        .setInputType(InputType.recurrent(4, 10))
                        .build());
        DataSet series = Nets.batch(1, 3, 8, 4, 10);
        INDArray mask = Nd4j.ones(DataType.FLOAT, 8, 10);
        mask.get(NDArrayIndex.interval(0, 5), NDArrayIndex.interval(4, 10)).assign(0);
        series.setFeaturesMaskArray(mask);
        SignalListener listener = new SignalListener();
        network.setListeners(listener);
        String byHand = asOfAListener(SignalProbe.probe(network, series).toJson());
        network.fit(series);
        assertThat(listener.lastReport().get().toJson()).isEqualTo(byHand);
    }

    /** A layer that is pretrained is no network: it is let pass, and the network is heard afterwards. */
    @Test
    void pretrainedLayersAreLetPass() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.SIGMOID)
                .list()
                .layer(new AutoEncoder.Builder().nIn(12).nOut(6).build())
                .layer(Nets.softmax(6, 3))
                .build());
        SignalListener listener = new SignalListener();
        network.setListeners(listener);
        network.pretrain(new ListDataSetIterator<>(BATCH.asList(), 4));
        assertThat(listener.reports()).isEmpty();
        network.fit(BATCH);
        assertThat(listener.reports()).hasSize(1);
    }

    @Test
    void trainingIsTheSameToTheBit() {
        MultiLayerNetwork alone = network();
        MultiLayerNetwork heard = network();
        Nd4j.getRandom().setSeed(3);
        train(alone, null, 10);
        Nd4j.getRandom().setSeed(3);
        train(heard, SignalListener.builder().every(2).maxCost(1).build(), 10);
        assertThat(heard.params().data().asFloat())
                .isEqualTo(alone.params().data().asFloat());
        assertThat(heard.getUpdater().getStateViewArray().data().asFloat())
                .isEqualTo(alone.getUpdater().getStateViewArray().data().asFloat());
    }

    /** With an iterator, whose batches DL4J prefetches into workspaces. */
    @Test
    void prefetchedBatches() {
        MultiLayerNetwork network = network();
        SignalListener listener = SignalListener.builder().every(2).maxCost(1).build();
        network.setListeners(listener);
        network.fit(new ListDataSetIterator<>(BATCH.asList(), 4), 2);
        assertThat(listener.reports()).hasSize(4);
        assertThat(listener.reports().get(3).layers().get(1).activation().rms()).isPositive();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.matches("Watching the signal has taken \\d+\\.\\d % of the training time\\."));
    }

    @Test
    void warnsOncePerDeadLayer() {
        MultiLayerNetwork network = network();
        network.getLayer(1).getParam("b").assign(-1000);
        train(network, SignalListener.builder().every(1).maxCost(1).build(), 4);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("100 % of its units are zero"))
                .containsExactly("Iteration 0, layer layer1: 100 % of its units are zero for the whole batch.");
    }

    @Test
    void stopsWithTheReport() {
        MultiLayerNetwork network = network();
        SignalListener listener = SignalListener.builder()
                .every(1)
                .maxCost(1)
                .stopWhen(report -> !report.healthy())
                .build();
        train(network, listener, 3);
        network.getLayer(1).getParam("W").putScalar(0, Float.NaN);
        assertThatExceptionOfType(UnhealthySignalException.class)
                .isThrownBy(() -> network.fit(BATCH))
                .withMessageStartingWith("training stopped at iteration 3: forward EXPLODING")
                .satisfies(e ->
                        assertThat(e.report()).isSameAs(listener.lastReport().get()));
    }

    /**
     * By a clock that goes on by one whenever it is looked at: an iteration takes 1, one with a probe 3, of which the
     * probe takes 2 and knows of 1 in advance. A quarter allows the second when 12 have gone by, and then each 8.
     */
    @Test
    void probesWaitUntilTheyAreAffordable() {
        AtomicLong time = new AtomicLong(1);
        SignalListener listener = SignalListener.builder()
                .every(1)
                .maxCost(0.25)
                .clock(time::getAndIncrement)
                .build();
        train(network(), listener, 24);
        assertThat(listener.reports()).extracting(SignalReport::iteration).containsExactly(0, 10, 16, 22);
        assertThat(time).hasValue(1 + 24 + 4 * 2);
        assertThat(listener.costShare()).isEqualTo(4 * 2.0 / (24 + 4 * 2));
    }

    @Test
    void watchesTheFirstNetworkOnly() {
        SignalListener listener = SignalListener.builder().every(1).maxCost(1).build();
        train(network(), listener, 2);
        train(network(), listener, 2);
        assertThat(listener.reports()).hasSize(2);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsOnlyOnce(
                        "This listener watches one of the networks that it was given to; a second one needs its own.");
    }

    @Test
    void linesOfJsonAreReadBackAndATornOneIsReplaced() throws IOException {
        Path file = folder.resolve("signal.jsonl");
        train(
                network(),
                SignalListener.builder().every(1).maxCost(1).writeTo(file).build(),
                2);
        Files.writeString(file, "{\"version\":1,\"itera", StandardOpenOption.APPEND);
        assertThat(SignalLog.read(file)).extracting(SignalReport::iteration).containsExactly(0, 1);
        train(network(), SignalListener.builder().writeTo(file).build(), 1);
        assertThat(SignalLog.read(file)).extracting(SignalReport::iteration).containsExactly(0, 1, 0);
        assertThat(Files.readString(file)).doesNotContain("itera{").endsWith("\n");
    }

    /** SIGKILL while it writes: all lines but the last are whole. */
    @Test
    void aKilledProcessLeavesItsLines() throws Exception {
        Path file = folder.resolve("signal.jsonl");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String said = "";
            int next = 0;
            while (!said.contains("20 reports") && next >= 0) {
                next = out.read();
                said += (char) next;
            }
            assertThat(said).contains("20 reports");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(137); // 128 + SIGKILL
        assertThat(SignalLog.read(file)).hasSizeGreaterThanOrEqualTo(20);
    }

    /** Trains for ever; says how many reports it has written. */
    static final class Endless {

        private Endless() {}

        public static void main(String[] args) {
            int[] written = new int[1];
            SignalListener listener = SignalListener.builder()
                    .every(1)
                    .maxCost(1)
                    .writeTo(Path.of(args[0]))
                    .onReport(report -> System.out.println(++written[0] + " reports"))
                    .build();
            train(network(), listener, Integer.MAX_VALUE);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsLoggedAndTrainingGoesOn() {
        SignalListener listener = SignalListener.builder()
                .every(1)
                .maxCost(1)
                .writeTo(folder.resolve("missing/signal.jsonl"))
                .build();
        train(network(), listener, 3);
        assertThat(listener.reports()).hasSize(3);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("No more signal reports go to "))
                .hasSize(1);
    }

    @Test
    void defaultsAndBadSettings() {
        assertThat(SignalListener.DEFAULT_EVERY).isEqualTo(100);
        assertThat(SignalListener.DEFAULT_MAX_COST).isEqualTo(0.05);
        assertThat(SignalListener.DEFAULT_REMEMBERED).isEqualTo(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalListener.builder().every(0))
                .withMessage("every must be 1 or more, received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalListener.builder().maxCost(0))
                .withMessage("maxCost must be positive and finite, received 0.0");
    }

    private static void train(MultiLayerNetwork network, SignalListener listener, int iterations) {
        if (listener != null) {
            network.setListeners(listener);
        }
        for (int i = 0; i < iterations; i++) {
            network.fit(BATCH);
        }
    }

    private static MultiLayerNetwork network() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(20).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).dropOut(0.8).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).build())
                .layer(Nets.softmax(20, 3))
                .build());
    }
}
