// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.impl.SbeStorageMetaData;

/**
 * Stores reports where DL4J's training UI finds them, as its {@code StatsListener} does: the score of the batch, the
 * number of parameter updates and their speed, memory, learning rates, and mean, standard deviation and mean magnitude
 * of activations, parameters, gradients and next updates. The UI then draws its charts from them, the update :
 * parameter ratios included.
 *
 * <pre>
 * StatsStorage storage = new InMemoryStatsStorage();
 * UIServer.getInstance().attach(storage);
 * network.setListeners(SignalListener.builder().onReport(new StatsStorageSink(storage, "deep", network)).build());
 * </pre>
 *
 * <p><b>DL4J's UI server listens on all interfaces of the machine, without a password,</b> and cannot be told to listen
 * on one. Whoever reaches its port sees the network and its figures, and can fill the temporary folder with uploads.
 * Close the port (9000, or what the system property {@code org.deeplearning4j.ui.port} says) by a firewall, or run the
 * program in a container that publishes it for this machine alone: {@code docker run -p 127.0.0.1:9000:9000}.
 *
 * <p>Four things differ from a {@code StatsListener}. A report has no histograms, so that the UI draws them empty.
 * Gradients are those of the batch's mean loss, not of its sum. Standard deviations are of the elements as they are,
 * not as a sample. Examples are counted as if all batches were as large as the reported one. Both can write to one
 * session: the UI then lets you choose between the workers. Start time and total runtime are blank with either, because
 * the UI of 1.0.0-M2.1 never fills them in.
 *
 * <p>The classes that this one needs are in {@code deeplearning4j-ui-model} and {@code deeplearning4j-core}, which
 * dl4j-init does not bring; a project that uses the UI has them.
 */
public final class StatsStorageSink implements Consumer<SignalReport> {

    /** The worker under which the UI lists the reports of a session. */
    public static final String WORKER_ID = "dl4j-init";

    private final StatsStorageRouter router;
    private final String sessionId;
    private final StatsUpdate update;
    private final LongSupplier clock;
    private final Pace pace;
    private final Machine machine = new Machine();
    private long lastTime;

    /**
     * Starts a session by storing the network's configuration.
     *
     * @param router where the records go, such as an {@code InMemoryStatsStorage} that is attached to the UI
     * @param sessionId the name under which the UI lists the session; one sink at a time writes to it
     * @param network the network that all reports will be of
     * @throws IllegalArgumentException if an argument is {@code null}, or as {@link SignalProbe#probe(Model)}
     */
    public StatsStorageSink(StatsStorageRouter router, String sessionId, Model network) {
        this(router, sessionId, network, System::currentTimeMillis);
    }

    StatsStorageSink(StatsStorageRouter router, String sessionId, Model network, LongSupplier clock) {
        this.router = Check.given("router", router);
        this.sessionId = Check.given("sessionId", sessionId);
        NetworkView view = NetworkView.of(network);
        this.update = new StatsUpdate(view);
        this.clock = clock;
        long time = clock.getAsLong();
        this.pace = new Pace(time);
        start(view, time);
    }

    private void start(NetworkView network, long time) {
        router.putStorageMetaData(new SbeStorageMetaData(
                time,
                sessionId,
                BaseStatsListener.TYPE_ID,
                WORKER_ID,
                SbeStatsInitializationReport.class,
                SbeStatsReport.class));
        SbeStatsInitializationReport start = StatsStart.of(network);
        machine.reportTo(start);
        start.reportIDs(sessionId, BaseStatsListener.TYPE_ID, WORKER_ID, time);
        router.putStaticInfo(start);
    }

    /**
     * Stores a report.
     *
     * @throws IllegalArgumentException if it is {@code null} or its layers are not those of the network
     */
    @Override
    public synchronized void accept(SignalReport report) {
        SbeStatsReport stats = update.of(Check.given("report", report));
        // A storage keeps one update a millisecond and forgets the others.
        lastTime = Math.max(lastTime + 1, clock.getAsLong());
        pace.report(stats, report, lastTime);
        machine.reportTo(stats);
        stats.reportIDs(sessionId, BaseStatsListener.TYPE_ID, WORKER_ID, lastTime);
        router.putUpdate(stats);
    }
}
