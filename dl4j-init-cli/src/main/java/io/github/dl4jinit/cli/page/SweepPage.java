// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.report.SweepReport;
import io.github.dl4jinit.cli.report.SweepSpec;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the page shows of a sweep. */
final class SweepPage implements PageKind {

    /** Ten thousand curves of so many points take 20 MB while the page is made. */
    private static final int MOST_POINTS = 256;

    /** Sentences on single trials; more are no help. */
    private static final int MOST_SENTENCES = 10;

    /** Lines that take seconds to compute are the same each time that a run is looked at while it goes on. */
    private final Map<SweepSpec, List<SweepLines.Json>> lines = new ConcurrentHashMap<>();

    @Override
    public Run.Kind kind() {
        return Run.Kind.SWEEP;
    }

    @Override
    public Content read(RunOnDisk run) throws IOException {
        SweepSpec spec = run.spec(SweepSpec.class);
        Sweep sweep = sweep(spec, run);
        Run.Data data = run.run().data();
        Trials trials = new Trials(sweep);
        run.readTrials(trials::add);
        SweepReport report = new SweepReport(
                trials.result, run.run().environment(), sweep.base().iterations(data.trainExamples()), data);
        return new Swept(
                run.run().subject(),
                trials,
                report.sentences(),
                data,
                lines.computeIfAbsent(spec, known -> SweepLines.of(sweep)));
    }

    private static Sweep sweep(SweepSpec spec, RunOnDisk run) throws IOException {
        try {
            return spec.sweep();
        } catch (IllegalArgumentException e) {
            throw new IOException(run.folder() + " holds no sweep that this dl4j-init knows: " + e.getMessage(), e);
        }
    }

    /** The trials that have ended, by their places in the sweep. */
    private static final class Trials {

        private final Sweep sweep;
        private final SweepResult result;
        private final Map<String, Integer> places = new HashMap<>();
        private final TrialStatus[] statuses;
        private final Double[] scores;
        private final Double[] losses;
        private final String[] errors;
        private final Curve[] curves;

        Trials(Sweep sweep) {
            this.sweep = sweep;
            this.result = new SweepResult(sweep);
            int size = sweep.size();
            List<TrialSpec> trials = sweep.trials();
            for (int i = 0; i < size; i++) {
                places.put(trials.get(i).fullId(), i);
            }
            this.statuses = new TrialStatus[size];
            this.scores = new Double[size];
            this.losses = new Double[size];
            this.errors = new String[size];
            this.curves = new Curve[size];
        }

        /** Takes the result of a trial; one that is of no trial of this sweep was of an earlier one in this folder. */
        void add(TrialResult trial) {
            Integer place = places.get(trial.spec().fullId());
            if (place == null) {
                return;
            }
            result.add(trial);
            statuses[place] = trial.status();
            scores[place] = Digits.of(trial.testScore());
            losses[place] = Digits.of(trial.finalLoss());
            errors[place] = trial.error();
            curves[place] = Curve.of(trial.history(), MOST_POINTS);
        }

        int ended() {
            return (int) Arrays.stream(statuses).filter(Objects::nonNull).count();
        }
    }

    private record Swept(String title, Trials read, List<String> sentences, Run.Data data, List<SweepLines.Json> theory)
            implements Content {

        @Override
        public int trials() {
            return read.ended();
        }

        @Override
        public Object json(int points) {
            List<Curve> curves =
                    Arrays.stream(read.curves).filter(Objects::nonNull).toList();
            int width = Curve.commonWidth(curves, points);
            return new Json(
                    data.measure().text(),
                    data.measure().axis(),
                    data.measure().worstShown(data.chance()),
                    data.measure().perfect(),
                    data.chance(),
                    data.target().lossOfGuessing(),
                    StudentT.factors(read.sweep.axis(Knob.SEED).values().size()),
                    shown(),
                    read.sweep.axes().stream().map(KnobJson::of).toList(),
                    letters(),
                    read.scores,
                    read.losses,
                    Arrays.stream(read.curves)
                            .map(curve ->
                                    curve == null ? null : curve.ofWidth(width).rounded())
                            .toArray(Curve[]::new),
                    read.errors,
                    theory);
        }

        private List<String> shown() {
            int left = sentences.size() - MOST_SENTENCES;
            return left <= 0
                    ? sentences
                    : Stream.concat(
                                    Stream.of(left + " trials that gave no result are not named here."),
                                    sentences.stream().skip(left))
                            .toList();
        }

        /** The first letters of how the trials ended, a dot for one that has not. */
        private String letters() {
            StringBuilder letters = new StringBuilder();
            for (TrialStatus status : read.statuses) {
                letters.append(status == null ? '.' : status.name().charAt(0));
            }
            return letters.toString();
        }
    }

    /**
     * What the script is given; of each trial a value in the order of the sweep, in which the last knob is the fastest.
     *
     * @param score how networks are judged
     * @param scoreAxis the same, and which way is better
     * @param worst where the scores of a map end
     * @param perfect the best score there is
     * @param chance the score that is reached without a look at the examples
     * @param guessing loss of guessing
     * @param t95 Student's factors by number of seeds
     * @param knobs all of them, the seeds first
     * @param statuses a letter a trial
     * @param errors why trials did not complete
     * @param theory lines for maps of two knobs
     */
    private record Json(
            String score,
            String scoreAxis,
            double worst,
            double perfect,
            double chance,
            double guessing,
            List<Double> t95,
            List<String> sentences,
            List<KnobJson> knobs,
            String statuses,
            Double[] scores,
            Double[] losses,
            Curve[] curves,
            String[] errors,
            List<SweepLines.Json> theory) {}

    private record KnobJson(String name, List<String> values, boolean numeric) {

        static KnobJson of(Sweep.Axis axis) {
            return new KnobJson(axis.knob().flag(), axis.values(), axis.knob().numeric());
        }
    }
}
