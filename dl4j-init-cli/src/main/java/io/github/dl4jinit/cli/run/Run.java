// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.training.Guessing;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One run of a command, as {@code run.json} and {@code results.json} tell of it.
 *
 * @param format which form of the file it is
 * @param dl4jInit the version that ran
 * @param kind which command
 * @param command its command line; what a {@code --spec} file holds stands in its place
 * @param subject what was compared, swept, tuned or probed, in a line for people
 * @param started when it began; of a run that was resumed, the last time
 * @param ended when it ended, {@code null} while it runs
 * @param seconds how long it took, {@code null} while it runs
 * @param state how it stands
 * @param trials how many trials it plans, those of an earlier start included; of a search the most that it takes;
 *     {@code null} if that is not known beforehand
 * @param best its best result, {@code null} without one
 * @param environment what it runs on
 * @param data what it trains or probes with, {@code null} if that is made up
 * @param spec all that decides what its trials give, by the command's own rules
 */
public record Run(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String dl4jInit,
        @JsonProperty(required = true) Kind kind,
        @JsonProperty(required = true) List<String> command,
        @JsonProperty(required = true) String subject,

        @JsonProperty(required = true)
        @JsonSerialize(using = ToStringSerializer.class)
        @JsonDeserialize(using = InstantReader.class)
        Instant started,

        @JsonProperty(required = true)
        @JsonSerialize(using = ToStringSerializer.class)
        @JsonDeserialize(using = InstantReader.class)
        Instant ended,

        @JsonProperty(required = true) Double seconds,
        @JsonProperty(required = true) State state,
        @JsonProperty(required = true) Integer trials,
        @JsonProperty(required = true) Best best,
        @JsonProperty(required = true) Environment environment,
        @JsonProperty(required = true) Data data,
        @JsonProperty(required = true) JsonNode spec) {

    /** The format that this version writes, and the only one that it reads. */
    public static final int FORMAT = 1;

    public Run {
        Check.require(format == FORMAT, "format", String.valueOf(FORMAT), format);
        Check.given("dl4jInit", dl4jInit);
        Check.given("kind", kind);
        command = List.copyOf(Check.given("command", command));
        Check.given("subject", subject);
        Check.given("started", started);
        Check.given("state", state);
        boolean over = state != State.RUNNING;
        Check.require(over == (ended != null), "ended", over ? "given" : "null while it runs", ended);
        Check.require(over == (seconds != null), "seconds", over ? "given" : "null while it runs", seconds);
        if (over) {
            Check.nonNegativeFinite("seconds", seconds);
        }
        if (trials != null) {
            Check.inRange("trials", trials, 0, Integer.MAX_VALUE);
        }
        Check.given("environment", environment);
        if (best != null && data != null) {
            data.measure().require("score", best.score());
        }
        Check.require(
                spec != null && spec.isObject() && isFinite(spec), "spec", "an object with finite numbers only", spec);
    }

    /** A number beyond 1.8e308 is infinite, which is no JSON. */
    private static boolean isFinite(JsonNode node) {
        return node.isContainerNode()
                ? node.valueStream().allMatch(Run::isFinite)
                : !node.isNumber() || Double.isFinite(node.doubleValue());
    }

    /** Which command ran. */
    public enum Kind {
        COMPARE,
        SWEEP,
        TUNE,
        PROBE;

        /** The command's name. */
        @JsonValue
        public String command() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a run stands. What a killed run leaves says that it is still running, see {@link RunFolder#wasKilled}. */
    public enum State {
        RUNNING,
        /** It came to its end, and every trial gave a result. */
        DONE,
        /** It ended by an error, or a trial gave no result. */
        FAILED,
        /** A signal ended it. */
        INTERRUPTED
    }

    /**
     * The best result of a run.
     *
     * @param what a scheme, or values of knobs
     * @param score its mean test score over the seeds
     */
    public record Best(
            @JsonProperty(required = true) String what,
            @JsonProperty(required = true) double score) {
        public Best {
            Check.given("what", what);
            Check.require(Double.isFinite(score), "score", "finite", score);
        }
    }

    /**
     * The data of a run.
     *
     * @param description where it came from
     * @param sha256 digest of the images and labels that were used ({@link Dataset#sha256})
     * @param trainExamples how many there were to train with
     * @param testExamples how many to test with
     * @param inputs numbers of an example
     * @param target what a network shall tell of an example: a target, or a list of those of several outputs
     * @param measure how networks are judged; of files of before it could be chosen, the one that fits the target
     * @param chance the score that is reached without a look at the examples ({@link Guessing})
     */
    public record Data(
            @JsonProperty(required = true) String description,
            @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) int trainExamples,
            @JsonProperty(required = true) int testExamples,
            @JsonProperty(required = true) int inputs,
            @JsonProperty(required = true) Targets target,
            Measure measure,
            @JsonProperty(required = true) double chance) {

        public Data {
            Check.given("description", description);
            Check.given("sha256", sha256);
            Check.given("target", target);
            measure = measure == null ? Measure.of(target) : measure;
            measure.require("chance", chance);
        }

        /**
         * The data that a training names, as it was read.
         *
         * @throws IllegalArgumentException if the training's measure does not fit it
         */
        public static Data of(TrainingSpec training, Dataset data) {
            Measure measure = training.measureOf(data.form().targets());
            return new Data(
                    training.dataSource().description(),
                    data.sha256(),
                    data.trainCount(),
                    data.testCount(),
                    data.inputs(),
                    data.form().targets(),
                    measure,
                    Guessing.score(data, measure));
        }
    }

    /**
     * What is known of a run before it begins.
     *
     * @param subject as in {@link Run}, and so are the following
     */
    public record Plan(String subject, Integer trials, Data data, Object spec) {}

    /** A run that begins. */
    public static Run begun(Kind kind, List<String> command, Plan plan, Environment environment, Instant when) {
        return new Run(
                FORMAT,
                Versions.project(),
                kind,
                command,
                plan.subject(),
                when,
                null,
                null,
                State.RUNNING,
                plan.trials(),
                null,
                environment,
                plan.data(),
                RunFolder.spec(plan.spec()));
    }

    /** The same run with the number of its trials, which only a measurement has told. */
    public Run planned(int number) {
        return new Run(
                format,
                dl4jInit,
                kind,
                command,
                subject,
                started,
                ended,
                seconds,
                state,
                number,
                best,
                environment,
                data,
                spec);
    }

    /** The same run at its end. */
    public Run ended(State how, Best bestResult, Instant when, double took) {
        return new Run(
                format,
                dl4jInit,
                kind,
                command,
                subject,
                started,
                when,
                took,
                how,
                trials,
                bestResult,
                environment,
                data,
                spec);
    }
}
