// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonPropertyOrder;

/** What one batch told of a network: the signal of every layer, what became of it over the depth, and what to do. */
@JsonPropertyOrder({
    "version",
    "iteration",
    "examples",
    "examplesNote",
    "healthy",
    "summary",
    "forward",
    "backward",
    "data",
    "losses",
    "geometry",
    "problems",
    "recommendation",
    "layers"
})
public final class SignalReport {

    /** The version of the JSON that {@link #toJson()} writes; it grows when a field changes its meaning or goes. */
    public static final int JSON_VERSION = 1;

    @JsonProperty
    private final int version;

    @JsonProperty
    private final int iteration;

    @JsonProperty
    private final long examples;

    @JsonProperty
    private final String examplesNote;

    /** Derived from the problems, and not taken from a text, which may say something else. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    private final boolean healthy;

    @JsonProperty
    private final Trend forward;

    @JsonProperty
    private final Trend backward;

    @JsonProperty
    private final List<DataSignal> data;

    @JsonProperty
    private final List<LossSignal> losses;

    @JsonProperty
    private final SignalGeometry geometry;

    @JsonProperty
    private final List<Problem> problems;

    /** What to do, made when it is first asked for; {@code null} from then on. */
    private Supplier<String> advice;

    private String recommendation;

    @JsonProperty
    private final List<LayerSignal> layers;

    SignalReport(
            int iteration,
            long examples,
            String examplesNote,
            Trend forward,
            Trend backward,
            List<DataSignal> data,
            List<LossSignal> losses,
            SignalGeometry geometry,
            List<Problem> problems,
            Supplier<String> advice,
            List<LayerSignal> layers) {
        this.version = JSON_VERSION;
        this.iteration = iteration;
        this.examples = examples;
        this.examplesNote = examplesNote;
        this.healthy = problems.isEmpty();
        this.forward = forward;
        this.backward = backward;
        this.data = Collections.unmodifiableList(data);
        this.losses = Collections.unmodifiableList(losses);
        this.geometry = geometry;
        this.problems = Collections.unmodifiableList(problems);
        this.advice = advice;
        this.layers = Collections.unmodifiableList(layers);
    }

    @JsonCreator
    static SignalReport read(
            @JsonProperty("iteration") int iteration,
            @JsonProperty("examples") long examples,
            @JsonProperty("examplesNote") String examplesNote,
            @JsonProperty("forward") Trend forward,
            @JsonProperty("backward") Trend backward,
            @JsonProperty("data") List<DataSignal> data,
            @JsonProperty("losses") List<LossSignal> losses,
            @JsonProperty("geometry") SignalGeometry geometry,
            @JsonProperty("problems") List<Problem> problems,
            @JsonProperty("recommendation") String recommendation,
            @JsonProperty("layers") List<LayerSignal> layers) {
        Check.given("recommendation", recommendation);
        for (Problem problem : Check.given("problems", problems)) {
            String toDo = problem.advice().orElse(recommendation);
            Check.require(!toDo.isBlank(), "problems", "ones about which the report says what to do", problem);
        }
        return new SignalReport(
                iteration,
                examples,
                examplesNote,
                Check.given("forward", forward),
                Check.given("backward", backward),
                Check.given("data", data),
                Check.given("losses", losses),
                geometry,
                problems,
                () -> recommendation,
                Check.given("layers", layers));
    }

    /** The number of parameter updates that the network had had. */
    public int iteration() {
        return iteration;
    }

    /** The number of examples in the batch. */
    public long examples() {
        return examples;
    }

    /**
     * Why there are fewer examples than usual, where the doctor has made them up and more would take too much memory.
     */
    public Optional<String> examplesNote() {
        return Optional.ofNullable(examplesNote);
    }

    /** The network's inputs, layers and vertices in the order of the forward pass; unmodifiable. */
    public List<LayerSignal> layers() {
        return layers;
    }

    /**
     * The layer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LayerSignal layer(String name) {
        return layers.stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("name must be one of "
                        + layers.stream().map(LayerSignal::name).collect(Collectors.toList()) + ", received " + name));
    }

    /** What becomes of the activations. */
    public Trend forward() {
        return forward;
    }

    /** What becomes of the gradients on their way back. */
    public Trend backward() {
        return backward;
    }

    /**
     * What the batch gave to each input, and then to each output as labels; unmodifiable. Empty if the batch was made
     * up.
     */
    public List<DataSignal> data() {
        return data;
    }

    /** The losses of the network's outputs, in the order of the forward pass; unmodifiable. */
    public List<LossSignal> losses() {
        return losses;
    }

    /** What a rate does not show; empty in the reports of a {@link SignalListener}, where it would cost too much. */
    public Optional<SignalGeometry> geometry() {
        return Optional.ofNullable(geometry);
    }

    /**
     * One sentence on what is wrong and one on what to do, in words that need no theory; a sentence that says so if
     * nothing is wrong. It is the first line of {@link #toText()}.
     */
    @JsonProperty("summary")
    public String summary() {
        return Summary.of(this);
    }

    /** Whether no problem was found. */
    public boolean healthy() {
        return healthy;
    }

    /** All that is wrong, the worst kind first; unmodifiable. */
    public List<Problem> problems() {
        return problems;
    }

    /** The problems of one kind. */
    public List<Problem> problems(Problem.Kind kind) {
        return problems.stream().filter(problem -> problem.kind() == kind).collect(Collectors.toList());
    }

    /** The layer to look at first, which is that of the first problem. */
    public Optional<String> firstSuspicious() {
        return problems.stream().map(Problem::layer).findFirst();
    }

    /**
     * What to do, with lines of Java to paste where another initialiser is the cure. Of a healthy network it is empty,
     * unless the network is deep and plain, its gradients are badly correlated from one input to the next, and another
     * start is known to train better.
     */
    @JsonProperty("recommendation")
    public synchronized String recommendation() {
        if (advice != null) {
            recommendation = advice.get();
            advice = null;
        }
        return recommendation;
    }

    /** The report as people read it: summary, verdicts, problems, recommendation, and a line a layer with bars. */
    public String toText() {
        return new ReportText(this).toString();
    }

    /** The report as one line of JSON; {@code docs/signal-report.schema.json} says what the fields mean. */
    public String toJson() {
        return ReportJson.write(this);
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is not such a report, or one of another version
     */
    public static SignalReport fromJson(String json) {
        return ReportJson.read(json);
    }

    @Override
    public String toString() {
        return "forward " + forward.verdict() + ", backward " + backward.verdict()
                + (healthy ? "" : ": " + problems.get(0));
    }
}
