// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import org.deeplearning4j.core.util.UIDProvider;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.nd4j.linalg.factory.Nd4j;

/** The record that tells the UI about a network and the software, once per session. */
final class StatsStart {

    private StatsStart() {}

    /** The record of a network, still without session and time. */
    static SbeStatsInitializationReport of(NetworkView network) {
        SbeStatsInitializationReport start = new SbeStatsInitializationReport();
        Model model = network.network();
        start.reportModelInfo(
                network.kind().getName(), // the UI goes by its end, which a user's subclass need not have
                network.configurationJson(),
                model.paramTable(true).keySet().toArray(new String[0]),
                (int) network.nodes().stream()
                        .filter(node -> node.layer() != null)
                        .count(),
                model.numParams());
        reportSoftware(start);
        return start;
    }

    /** Names the JVM, without which the UI's page of the system fails, as any {@code StatsListener} in it does. */
    private static void reportSoftware(SbeStatsInitializationReport start) {
        start.reportSoftwareInfo(
                System.getProperty("os.arch"),
                System.getProperty("os.name"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                System.getProperty("java.specification.version"),
                Nd4j.factory().getClass().getName(),
                Nd4j.dataType().name(),
                hostName(),
                UIDProvider.getJVMUID(),
                Collections.emptyMap());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown"; // a machine without a name that its network knows
        }
    }
}
