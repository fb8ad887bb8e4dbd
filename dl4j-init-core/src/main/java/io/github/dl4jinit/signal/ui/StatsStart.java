// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import java.util.Collections;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.nd4j.linalg.factory.Nd4j;

/** What the UI wants to know of a network once. */
final class StatsStart {

    private StatsStart() {}

    static SbeStatsInitializationReport of(Model network) {
        SbeStatsInitializationReport start = new SbeStatsInitializationReport();
        String[] parameters = network.paramTable(true).keySet().toArray(new String[0]);
        // The UI knows networks by the ends of their class names, which a subclass need not have.
        if (network instanceof MultiLayerNetwork) {
            MultiLayerNetwork list = (MultiLayerNetwork) network;
            start.reportModelInfo(
                    MultiLayerNetwork.class.getName(),
                    list.getLayerWiseConfigurations().toJson(),
                    parameters,
                    list.getnLayers(),
                    list.numParams());
        } else {
            ComputationGraph graph = (ComputationGraph) network;
            start.reportModelInfo(
                    ComputationGraph.class.getName(),
                    graph.getConfiguration().toJson(),
                    parameters,
                    graph.getNumLayers(),
                    graph.numParams());
        }
        reportSoftware(start);
        return start;
    }

    /**
     * The UI's page of the system fails without the JVM's name. It takes the memory of a JVM from one of its workers,
     * so the name is not that of any {@code StatsListener}, which does report memory.
     */
    private static void reportSoftware(SbeStatsInitializationReport start) {
        start.reportSoftwareInfo(
                System.getProperty("os.arch"),
                System.getProperty("os.name"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                System.getProperty("java.specification.version"),
                Nd4j.factory().getClass().getName(),
                Nd4j.dataType().name(),
                "",
                StatsStorageSink.WORKER_ID,
                Collections.emptyMap());
    }
}
