// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.probe.ProbeResult;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.util.Map;
import java.util.Optional;

/** What a worker process tells its parent: one line of JSON each on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Message.Unusable.class, name = "unusable"),
    @JsonSubTypes.Type(value = Message.Iteration.class, name = "iteration"),
    @JsonSubTypes.Type(value = Message.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = Message.Alive.class, name = "alive"),
    @JsonSubTypes.Type(value = Message.Probed.class, name = "probed"),
    @JsonSubTypes.Type(value = Message.Misfits.class, name = "misfits"),
    @JsonSubTypes.Type(value = Message.Refused.class, name = "refused"),
})
sealed interface Message {

    /** The worker has loaded ND4J and waits for trials. */
    record Ready(Environment environment) implements Message {}

    /** The worker cannot load ND4J, and ends. */
    record Unusable(String reason) implements Message {}

    /** Progress of the trial that runs. */
    record Iteration(int iteration, int iterations, double loss) implements Message {}

    /** The trial that ran is over. */
    record Finished(TrialResult result) implements Message {}

    /** Something other than a trial takes its time, and has not hung. */
    record Alive() implements Message {}

    /** The probe is over. */
    record Probed(ProbeResult result) implements Message {}

    /** Why the network cannot be trained by schemes, by their text; all others can. */
    record Misfits(Map<String, String> reasons) implements Message {}

    /** What was asked for cannot be done; the reason is a sentence for users. */
    record Refused(String reason) implements Message {}

    ObjectMapper JSON = new ObjectMapper();

    /** This message as one line. */
    default String toLine() {
        try {
            return JSON.writerFor(Message.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every message can be written", e);
        }
    }

    /** The message on a line; empty for anything else, such as what a native library prints. */
    static Optional<Message> fromLine(String line) {
        if (!line.startsWith("{\"message\":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(line, Message.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
