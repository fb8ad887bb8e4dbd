// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

/** Score, counts, times and memory, which the UI shows beside the charts of a network. */
class TrainingProgressTest {

    private static final String SESSION = "deep";
    private static final String THEIRS = "theirs";

    private final StatsStorage storage = new InMemoryStatsStorage();
    private final DataSet batch = SinkNetworks.batch();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scoreIsThatOfDl4jsListener(boolean mean) {
        MultiLayerNetwork network = SinkNetworks.penalised(mean);
        network.setListeners(
                SignalListener.builder()
                        .every(1)
                        .maxCost(1)
                        .onReport(new StatsStorageSink(storage, SESSION, network))
                        .build(),
                theirs());
        for (int i = 0; i < 5; i++) {
            network.fit(batch);
        }
        List<StatsReport> ours = stored(StatsStorageSink.WORKER_ID);
        List<StatsReport> theirs = stored(THEIRS);
        assertThat(ours).hasSize(5).allMatch(StatsReport::hasScore);
        for (int i = 0; i < 5; i++) {
            assertThat(ours.get(i).getIterationCount()).isEqualTo(theirs.get(i).getIterationCount());
            assertThat(ours.get(i).getScore()).isCloseTo(theirs.get(i).getScore(), within(1e-14));
        }
        assertThat(ours.get(4).getScore()).isNotEqualTo(ours.get(0).getScore());
    }

    /** Three updates in a second and a half, and 8 examples in each. */
    @Test
    void speedIsThatBetweenTwoReports() {
        AtomicLong clock = new AtomicLong(1000);
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network, clock::get);
        clock.addAndGet(250);
        sink.accept(SignalProbe.probe(network, batch));
        for (int i = 0; i < 3; i++) {
            network.fit(batch);
        }
        clock.addAndGet(1500);
        sink.accept(SignalProbe.probe(network, batch));

        List<StatsReport> reports = stored(StatsStorageSink.WORKER_ID);
        assertThat(reports).allMatch(StatsReport::hasPerformance);
        assertThat(reports).extracting(StatsReport::getTotalRuntimeMs).containsExactly(250L, 1750L);
        assertThat(reports).extracting(StatsReport::getTotalMinibatches).containsExactly(0L, 3L);
        assertThat(reports).extracting(StatsReport::getTotalExamples).containsExactly(0L, 24L);
        assertThat(reports).extracting(StatsReport::getMinibatchesPerSecond).containsExactly(0.0, 2.0);
        assertThat(reports).extracting(StatsReport::getExamplesPerSecond).containsExactly(0.0, 16.0);
    }

    /** A network that was trained before, and is only looked at now. */
    @Test
    void withoutTrainingThereIsAScoreButNoSpeed() {
        AtomicLong clock = new AtomicLong(1000);
        MultiLayerNetwork network = SinkNetworks.list();
        network.fit(batch);
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network, clock::get);
        for (int i = 0; i < 2; i++) {
            clock.addAndGet(100);
            sink.accept(SignalProbe.probe(network, batch));
        }
        assertThat(stored(StatsStorageSink.WORKER_ID)).hasSize(2).allSatisfy(report -> {
            assertThat(report.getScore()).isCloseTo(network.score(batch, true), within(1e-14));
            assertThat(report.getTotalMinibatches()).isEqualTo(1);
            assertThat(report.getMinibatchesPerSecond()).isZero();
            assertThat(report.getExamplesPerSecond()).isZero();
        });
    }

    @Test
    void machineIsTheOneThatDl4jsListenerSees() {
        MultiLayerNetwork network = SinkNetworks.list();
        StatsStorageSink sink = new StatsStorageSink(storage, SESSION, network);
        sink.accept(SignalProbe.probe(network, batch));
        network.setListeners(theirs());
        network.fit(batch);
        StatsInitializationReport ours = start(StatsStorageSink.WORKER_ID);
        StatsInitializationReport theirs = start(THEIRS);
        assertThat(ours.getSwJvmUID()).isEqualTo(theirs.getSwJvmUID());
        assertThat(ours.getSwHostName()).isNotEmpty();
        assertThat(ours.getHwHardwareUID()).isEqualTo(theirs.getHwHardwareUID());
        assertThat(ours.getHwJvmAvailableProcessors()).isEqualTo(theirs.getHwJvmAvailableProcessors());
        assertThat(ours.getHwNumDevices()).isEqualTo(theirs.getHwNumDevices());
        assertThat(ours.getHwJvmMaxMemory()).isEqualTo(theirs.getHwJvmMaxMemory());
        assertThat(ours.getHwOffHeapMaxMemory()).isEqualTo(theirs.getHwOffHeapMaxMemory());

        StatsReport report = stored(StatsStorageSink.WORKER_ID).get(0);
        assertThat(report.hasMemoryUse()).isTrue();
        assertThat(report.getJvmMaxBytes()).isEqualTo(ours.getHwJvmMaxMemory());
        assertThat(report.getJvmCurrentBytes()).isPositive().isLessThanOrEqualTo(report.getJvmMaxBytes());
        assertThat(report.getOffHeapMaxBytes()).isEqualTo(ours.getHwOffHeapMaxMemory());
        assertThat(report.getOffHeapCurrentBytes()).isPositive().isLessThan(report.getOffHeapMaxBytes());
    }

    private StatsListener theirs() {
        return new StatsListener(
                storage,
                null,
                new DefaultStatsUpdateConfiguration.Builder()
                        .reportingFrequency(1)
                        .build(),
                SESSION,
                THEIRS);
    }

    private List<StatsReport> stored(String worker) {
        return storage.getAllUpdatesAfter(SESSION, StatsListener.TYPE_ID, worker, 0).stream()
                .map(StatsReport.class::cast)
                .collect(Collectors.toList());
    }

    private StatsInitializationReport start(String worker) {
        return (StatsInitializationReport) storage.getStaticInfo(SESSION, StatsListener.TYPE_ID, worker);
    }
}
