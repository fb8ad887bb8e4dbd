// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes a network while it trains: in its first iteration and in every n-th from then on, with the batch that it is
 * being trained on, before that batch's update.
 *
 * <pre>
 * network.setListeners(SignalListener.builder().writeTo(Path.of("signal.jsonl")).build());
 * </pre>
 *
 * <p>A problem is logged as a warning when it is first seen: of layers that die, saturate or explode in time, each
 * layer once; of all other kinds, each kind once. A probe works on a copy of the network, as {@link SignalProbe} says,
 * so training goes on to the bit as without it. It takes a few training steps' time; one that would bring the
 * listener's share of the time since its first iteration above the allowed cost waits until it does not.
 * {@link #costShare()} tells, and each end of an epoch logs it.
 *
 * <p>A listener watches one network, the first that it hears of. {@code ParallelWrapper} gives all its workers the same
 * listener, which then watches the copy of one of them. With truncated backpropagation through time a segment is probed
 * from a recurrent state of zero. A probe that fails is logged as an error, the first one only; the network is trained
 * all the same, and the next probe is tried in its turn. Methods may be called by any thread.
 */
public final class SignalListener extends BaseTrainingListener {

    /** Signals change over hundreds of steps; a probe of three to five steps' time is at most 5 % of a hundred. */
    static final int DEFAULT_EVERY = 100;

    static final double DEFAULT_MAX_COST = 0.05;

    /** A report of 50 layers takes some 50 kB. */
    static final int DEFAULT_REMEMBERED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SignalListener.class);

    private final int every;
    private final double maxCost;
    private final int remembered;
    private final List<Consumer<SignalReport>> consumers;
    private final Predicate<SignalReport> stop;
    private final LongSupplier clock;

    private final Deque<SignalReport> reports = new ArrayDeque<>();
    private final Set<String> warned = new HashSet<>();
    private Model watched;
    private boolean saidThatOthersAreIgnored;
    private boolean saidThatProbesFail;
    private int sinceLast;
    private long started;
    private long spent;
    private long lastCost;

    private SignalListener(Builder from) {
        this.every = from.every;
        this.maxCost = from.maxCost;
        this.remembered = from.remembered;
        this.consumers = new ArrayList<>(from.consumers);
        this.stop = from.stop;
        this.clock = from.clock;
    }

    /** A listener with default settings: every 100 iterations, 5 % of the time at most, the last 100 reports kept. */
    public SignalListener() {
        this(builder());
    }

    /** A builder that starts from the default settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Probes after the step's own backward pass and before its update, while layers still hold inputs and labels. */
    @Override
    public synchronized void onBackwardPass(Model network) {
        // A layer that is pretrained is no network.
        if (!NetworkView.isNetwork(network) || !watches(network)) {
            return;
        }
        long now = clock.getAsLong();
        if (started == 0) {
            started = now;
            sinceLast = every;
        } else {
            sinceLast++;
        }
        if (sinceLast >= every && affordable(now - started)) {
            sinceLast = 0;
            Optional<SignalReport> report = probed(network);
            lastCost = clock.getAsLong() - now;
            report.ifPresent(this::take);
            spent += clock.getAsLong() - now;
            report.filter(stop).ifPresent(sick -> {
                throw new UnhealthySignalException(sick);
            });
        }
    }

    /**
     * The report; empty if the probe fails, which must not end a week of training: neither a fault of its own nor that
     * there is no memory for a copy.
     */
    private Optional<SignalReport> probed(Model network) {
        try {
            return Optional.of(SignalProbe.probeInTraining(NetworkView.of(network)));
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!saidThatProbesFail) {
                saidThatProbesFail = true;
                LOG.error("A probe failed. Training and watching go on; further failures will not be logged.", e);
            }
            return Optional.empty();
        }
    }

    private boolean watches(Model network) {
        if (watched == null) {
            watched = network;
        } else if (watched != network && !saidThatOthersAreIgnored) {
            saidThatOthersAreIgnored = true;
            LOG.info("This listener watches one of the networks that it was given to; a second one needs its own.");
        }
        return watched == network;
    }

    /** Whether a probe may run now: the first always may, and a share of 1 or more allows all. */
    private boolean affordable(long elapsed) {
        return spent == 0 || maxCost >= 1 || spent + lastCost <= maxCost * elapsed;
    }

    private void take(SignalReport report) {
        reports.addLast(report);
        if (reports.size() > remembered) {
            reports.removeFirst();
        }
        report.problems().forEach(problem -> warn(report, problem));
        consumers.forEach(consumer -> consumer.accept(report));
    }

    private void warn(SignalReport report, Problem problem) {
        boolean ofLayer = problem.kind() == Problem.Kind.DEAD
                || problem.kind() == Problem.Kind.SATURATED
                || problem.kind() == Problem.Kind.EXPLODES_IN_TIME;
        if (warned.add(problem.kind() + (ofLayer ? problem.layer() : ""))) {
            LOG.warn("Iteration {}, layer {}: {}.", report.iteration(), problem.layer(), problem.sentence());
        }
    }

    @Override
    public synchronized void onEpochEnd(Model network) {
        if (watched == network && LOG.isInfoEnabled()) {
            LOG.info("Watching the signal has taken {} of the training time.", percent(costShare()));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** The reports that are kept, the oldest first. */
    public synchronized List<SignalReport> reports() {
        return List.copyOf(reports);
    }

    /** The last report, if there has been one. */
    public synchronized Optional<SignalReport> lastReport() {
        return Optional.ofNullable(reports.peekLast());
    }

    /** What probes have taken of the time since the first backward pass, from 0 to 1; 0 before there was one. */
    public synchronized double costShare() {
        return started == 0 ? 0 : (double) spent / (clock.getAsLong() - started);
    }

    /** Collects the settings that differ from the defaults. */
    public static final class Builder {

        private int every = DEFAULT_EVERY;
        private double maxCost = DEFAULT_MAX_COST;
        private int remembered = DEFAULT_REMEMBERED;
        private final List<Consumer<SignalReport>> consumers = new ArrayList<>();
        private Predicate<SignalReport> stop = report -> false;
        private LongSupplier clock = System::nanoTime;

        private Builder() {}

        /**
         * Sets the number of iterations from one probe to the next; 100 unless set.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder every(int iterations) {
            this.every = Check.inRange("every", iterations, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets the share of training time that probes may take, 0.05 unless set; 1 or more lets none of them wait.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder maxCost(double share) {
            this.maxCost = Check.positiveFinite("maxCost", share);
            return this;
        }

        /**
         * Sets how many reports {@link SignalListener#reports()} keeps, 100 unless set.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder remember(int reports) {
            this.remembered = Check.inRange("remember", reports, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Hands each report to a program, in the training thread; what it throws ends the training.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder onReport(Consumer<SignalReport> consumer) {
            consumers.add(Check.given("consumer", consumer));
            return this;
        }

        /**
         * Appends each report to a file as a line of JSON, see {@link SignalLog}. If that fails, an error is logged, no
         * more is written, and the training goes on.
         *
         * @throws IllegalArgumentException if the file is {@code null}
         */
        public Builder writeTo(Path file) {
            consumers.add(new FileWriter(Check.given("file", file)));
            return this;
        }

        /**
         * Ends the training by an {@link UnhealthySignalException} at the first report for which the condition holds.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder stopWhen(Predicate<SignalReport> condition) {
            this.stop = Check.given("condition", condition);
            return this;
        }

        /** Sets what tells the time, in nanoseconds from any fixed moment. */
        Builder clock(LongSupplier nanoseconds) {
            this.clock = nanoseconds;
            return this;
        }

        /** Builds the listener. */
        public SignalListener build() {
            return new SignalListener(this);
        }
    }

    /** Writes reports to a file; a full disk does not end a week of training. */
    private static final class FileWriter implements Consumer<SignalReport> {

        private final Path file;
        private boolean failed;

        FileWriter(Path file) {
            this.file = file;
        }

        @Override
        public void accept(SignalReport report) {
            if (failed) {
                return;
            }
            try {
                new SignalLog(file).append(report);
            } catch (IOException e) {
                failed = true;
                LOG.error("No more signal reports go to {}, because one could not be written.", file, e);
            }
        }
    }
}
