// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.signal.ParameterSignal;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.util.UIDProvider;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.api.SummaryType;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What DL4J's training UI is shown is what its own listener would have said, and what the report says. */
class StatsStorageSinkTest {

    private static final String SESSION = "deep";

    /** All networks are of doubles, and no figure but the means that cancel is below 10⁻⁴. */
    private static final Offset<Double> ROUNDING = within(1e-14);

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final DataSet batch = SinkNetworks.batch();

    @Test
    void sessionIsWhereTheUiLooks() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        sink.accept(SignalProbe.probe(network, batch));
        network.fit(batch);
        network.fit(batch);
        sink.accept(SignalProbe.probe(network, batch));

        assertThat(storage.listSessionIDs()).containsExactly(SESSION);
        assertThat(storage.listTypeIDsForSession(SESSION)).containsExactly(StatsListener.TYPE_ID);
        assertThat(storage.listWorkerIDsForSessionAndType(SESSION, StatsListener.TYPE_ID))
                .containsExactly(StatsStorageSink.WORKER_ID);
        assertThat(storage.getStorageMetaData(SESSION, StatsListener.TYPE_ID).getUpdateTypeClass())
                .isEqualTo(SbeStatsReport.class.getName());
        assertThat(storage.getNumUpdateRecordsFor(SESSION)).isEqualTo(2);
        assertThat(stored()).extracting(StatsReport::getIterationCount).containsExactly(0, 2);
    }

    @Test
    void configurationOfListIsStored() {
        MultiLayerNetwork network = SinkNetworks.list();
        new StatsStorageSink(storage, SESSION, network);
        SbeStatsInitializationReport start = start();

        assertThat(start.getModelClassName()).isEqualTo(MultiLayerNetwork.class.getName());
        assertThat(MultiLayerConfiguration.fromJson(start.getModelConfigJson()))
                .isEqualTo(network.getLayerWiseConfigurations());
        assertThat(start.getModelParamNames()).containsExactly("0_W", "0_b", "1_W", "1_b", "2_W", "2_b");
        assertThat(start.getModelNumLayers()).isEqualTo(3);
        assertThat(start.getModelNumParams()).isEqualTo(network.numParams());
    }

    @Test
    void configurationOfGraphIsStored() {
        ComputationGraph network = SinkNetworks.graph();
        new StatsStorageSink(storage, SESSION, network);
        SbeStatsInitializationReport start = start();

        assertThat(start.getModelClassName()).isEqualTo(ComputationGraph.class.getName());
        assertThat(ComputationGraphConfiguration.fromJson(start.getModelConfigJson()))
                .isEqualTo(network.getConfiguration());
        assertThat(start.getModelParamNames()).containsExactlyElementsOf(names(network.paramTable()));
    }

    @Test
    void parametersAreThoseOfTheNetwork() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        List<Map<String, Double>> magnitudes = new ArrayList<>();
        List<Map<String, Double>> deviations = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sink.accept(SignalProbe.probe(network, batch));
            magnitudes.add(each(network.paramTable(), StatsStorageSinkTest::meanMagnitude));
            deviations.add(
                    each(network.paramTable(), values -> values.stdNumber(false).doubleValue()));
            network.fit(batch);
        }

        assertThat(magnitudes.get(0)).isNotEqualTo(magnitudes.get(1));
        for (int i = 0; i < 2; i++) {
            assertClose(stored().get(i).getMeanMagnitudes(StatsType.Parameters), magnitudes.get(i));
            assertClose(stored().get(i).getStdev(StatsType.Parameters), deviations.get(i));
        }
    }

    /** With momentum and a schedule, so that neither the updater's state nor the iteration may be forgotten. */
    @Test
    void updatesAreWhatTheNextStepSubtracts() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        network.fit(batch);
        sink.accept(SignalProbe.probe(network, batch));
        Map<String, INDArray> before = copies(network.paramTable());
        network.fit(batch);
        Map<String, INDArray> after = network.paramTable();
        before.replaceAll((name, values) -> values.sub(after.get(name)));

        StatsReport stats = stored().get(0);
        assertClose(stats.getMeanMagnitudes(StatsType.Updates), each(before, StatsStorageSinkTest::meanMagnitude));
        assertClose(stats.getMean(StatsType.Updates), each(before, values -> values.meanNumber()
                .doubleValue()));
        assertClose(stats.getStdev(StatsType.Updates), each(before, values -> values.stdNumber(false)
                .doubleValue()));
    }

    @Test
    void ratiosOfTheUiAreThoseOfTheReport() {
        MultiLayerNetwork network = SinkNetworks.list();
        SignalReport report = SignalProbe.probe(network, batch);
        new StatsStorageSink(storage, SESSION, network).accept(report);
        Map<String, Double> updates = stored().get(0).getMeanMagnitudes(StatsType.Updates);
        Map<String, Double> parameters = stored().get(0).getMeanMagnitudes(StatsType.Parameters);

        for (int i = 0; i < 3; i++) {
            ParameterSignal weights = report.layers().get(i + 1).parameters().get(0);
            assertThat(Math.log10(updates.get(i + "_W") / parameters.get(i + "_W")))
                    .isEqualTo(weights.log10UpdateRatio().orElseThrow(), within(1e-12))
                    .isBetween(-6.0, 0.0);
        }
    }

    @Test
    void listHasTheNamesAndFiguresOfDl4jsListener() {
        MultiLayerNetwork network = SinkNetworks.list();
        assertLikeListener(network, "2", network::setListeners, () -> network.fit(batch));
    }

    @Test
    void graphHasTheNamesAndFiguresOfDl4jsListener() {
        ComputationGraph network = SinkNetworks.graph();
        assertLikeListener(network, "out", network::setListeners, () -> network.fit(batch));
    }

    /**
     * DL4J's listener sees the activations, but of the output layer, the summed gradients and the updates of the step
     * after the probe.
     */
    private void assertLikeListener(Model network, String output, Consumer<StatsListener> attach, Runnable step) {
        StatsStorage theirs = new InMemoryStatsStorage();
        new StatsStorageSink(storage, SESSION, network).accept(probe(network));
        attach.accept(new StatsListener(
                theirs,
                new DefaultStatsInitializationConfiguration(false, false, true),
                new DefaultStatsUpdateConfiguration.Builder()
                        .reportingFrequency(1)
                        .build(),
                SESSION,
                "worker"));
        step.run();
        StatsReport expected = (StatsReport) theirs.getLatestUpdate(SESSION, StatsListener.TYPE_ID, "worker");
        StatsReport actual = stored().get(0);

        for (SummaryType summary : List.of(SummaryType.Mean, SummaryType.MeanMagnitudes)) {
            Map<String, Double> activations = values(actual, StatsType.Activations, summary);
            assertThat(activations.remove(output)).isNotNull();
            assertClose(activations, values(expected, StatsType.Activations, summary));
        }
        assertClose(actual.getMeanMagnitudes(StatsType.Updates), expected.getMeanMagnitudes(StatsType.Updates));
        assertClose(actual.getMean(StatsType.Updates), expected.getMean(StatsType.Updates));
        Map<String, Double> summed = expected.getMeanMagnitudes(StatsType.Gradients);
        summed.replaceAll((name, sum) -> sum / SinkNetworks.EXAMPLES);
        assertClose(actual.getMeanMagnitudes(StatsType.Gradients), summed);
        assertThat(actual.getMeanMagnitudes(StatsType.Parameters).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        expected.getMeanMagnitudes(StatsType.Parameters).keySet());
        assertThat(actual.getLearningRates()).isEqualTo(expected.getLearningRates());
    }

    @Test
    void learningRateFollowsItsSchedule() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        for (int i = 0; i < 2; i++) {
            sink.accept(SignalProbe.probe(network, batch));
            network.fit(batch);
        }
        assertThat(stored())
                .extracting(stats -> stats.getLearningRates().get("2_b"))
                .containsExactly(0.1, 0.2);
        assertThat(stored())
                .extracting(stats -> stats.getLearningRates().get("0_W"))
                .containsExactly(0.05, 0.05);
    }

    @Test
    void learningRateFollowsItsScheduleOfEpochs() {
        ComputationGraph network = SinkNetworks.ofEpochs();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        for (int epoch = 0; epoch < 2; epoch++) {
            sink.accept(probe(network));
            network.getConfiguration().setEpochCount(epoch + 1);
        }
        assertThat(stored())
                .extracting(stats -> stats.getLearningRates().get("out_W"))
                .containsExactly(0.1, 0.2);
    }

    @Test
    void oneMillisecondIsEnoughForTwoReports() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network, () -> 1000);
        SignalReport report = SignalProbe.probe(network, batch);
        sink.accept(report);
        sink.accept(report);
        assertThat(storage.getAllUpdateTimes(SESSION, StatsListener.TYPE_ID, StatsStorageSink.WORKER_ID))
                .containsExactly(1000, 1001);
    }

    /** A frozen layer has no gradients, so that the maps to encode differ in their names. */
    @Test
    void storageOnDiskReadsWhatItWrote() {
        MultiLayerNetwork network = SinkNetworks.frozen();
        new StatsStorageSink(storage, SESSION, network).accept(SignalProbe.probe(network, batch));
        SbeStatsReport stats = (SbeStatsReport) stored().get(0);
        SbeStatsReport read = new SbeStatsReport();
        read.decode(stats.encode());
        SbeStatsInitializationReport start = new SbeStatsInitializationReport();
        start.decode(start().encode());

        assertThat(start.getModelConfigJson()).isEqualTo(start().getModelConfigJson());
        assertThat(start.getSwJvmUID()).isEqualTo(UIDProvider.getJVMUID());
        assertThat(read.getTimeStamp()).isEqualTo(stats.getTimeStamp());
        assertThat(read.getScore()).isEqualTo(stats.getScore()).isPositive();
        for (StatsType type : StatsType.values()) {
            for (SummaryType summary : SummaryType.values()) {
                Map<String, Double> written = values(stats, type, summary);
                assertThat(written).isNotEmpty();
                assertThat(values(read, type, summary)).containsAllEntriesOf(written);
            }
        }
        assertThat(stats.getMeanMagnitudes(StatsType.Updates)).containsOnlyKeys("1_W", "1_b");
        assertThat(read.getLearningRates()).containsEntry("0_W", 0.0).containsEntry("1_W", (double) 0.1f);
        // The page of a layer goes through both without asking whether they are there.
        assertThat(read.getHistograms(StatsType.Parameters)).isNotNull();
        assertThat(read.getHistograms(StatsType.Updates)).isNotNull();
    }

    @Test
    void jsonKeepsWhatTheUiNeeds() {
        MultiLayerNetwork network = SinkNetworks.frozen();
        SignalReport report = SignalProbe.probe(network, batch);
        SignalReport read = SignalReport.fromJson(report.toJson());

        assertThat(read.toJson()).isEqualTo(report.toJson());
        StatsUpdate update = new StatsUpdate(NetworkView.of(network));
        assertThat(update.of(read)).isEqualTo(update.of(report));
        assertThat(report.layers().get(1).parameters().get(0).update()).isEmpty();
        assertThat(report.layers().get(1).parameters().get(0).log10UpdateRatio())
                .isEmpty();
        assertThat(read.layers().get(2).parameters().get(0).log10UpdateRatio())
                .isEqualTo(report.layers().get(2).parameters().get(0).log10UpdateRatio())
                .isNotEmpty();
    }

    @Test
    void whatIsMissingOrOfAnotherNetworkIsRefused() {
        MultiLayerNetwork network = SinkNetworks.list();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatsStorageSink(null, SESSION, network))
                .withMessageStartingWith("router must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatsStorageSink(storage, null, network))
                .withMessageStartingWith("sessionId must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatsStorageSink(storage, SESSION, null))
                .withMessageStartingWith("network must be given");
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sink.accept(null))
                .withMessageStartingWith("report must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sink.accept(SignalProbe.probe(SinkNetworks.frozen(), batch)))
                .withMessage("report must be of 4 inputs and layers, received 3");
        assertThat(storage.getNumUpdateRecordsFor(SESSION)).isZero();
    }

    private List<StatsReport> stored() {
        List<Persistable> updates =
                storage.getAllUpdatesAfter(SESSION, StatsListener.TYPE_ID, StatsStorageSink.WORKER_ID, 0);
        return updates.stream().map(StatsReport.class::cast).collect(Collectors.toList());
    }

    private SbeStatsInitializationReport start() {
        return (SbeStatsInitializationReport)
                storage.getStaticInfo(SESSION, StatsListener.TYPE_ID, StatsStorageSink.WORKER_ID);
    }

    private SignalReport probe(Model network) {
        return SignalProbe.probe(network, batch);
    }

    private static void assertClose(Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, value) -> assertThat(actual.get(name)).as(name).isCloseTo(value, ROUNDING));
    }

    private static Map<String, Double> values(StatsReport stats, StatsType type, SummaryType summary) {
        switch (summary) {
            case Mean:
                return stats.getMean(type);
            case Stdev:
                return stats.getStdev(type);
            default:
                return stats.getMeanMagnitudes(type);
        }
    }

    private static Map<String, Double> each(Map<String, INDArray> arrays, ToDoubleFunction<INDArray> figure) {
        return arrays.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> figure.applyAsDouble(entry.getValue())));
    }

    private static double meanMagnitude(INDArray values) {
        return values.norm1Number().doubleValue() / values.length();
    }

    private static Map<String, INDArray> copies(Map<String, INDArray> arrays) {
        return arrays.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .dup()));
    }

    private static List<String> names(Map<String, INDArray> arrays) {
        return new ArrayList<>(arrays.keySet());
    }
}
