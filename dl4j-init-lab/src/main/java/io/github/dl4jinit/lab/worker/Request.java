// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;

/** What a parent asks of a worker process: one line of JSON each on its standard input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.Trial.class, name = "trial"),
    @JsonSubTypes.Type(value = Request.Probe.class, name = "probe"),
    @JsonSubTypes.Type(value = Request.Fit.class, name = "fit"),
})
sealed interface Request {

    /** Run a trial: {@link Message.Iteration}s, then {@link Message.Finished}. */
    record Trial(TrialSpec spec) implements Request {}

    /**
     * Probe a network in a file: {@link Message.Probed} or {@link Message.Refused}.
     *
     * @param mostMemory bytes that the process may take in all
     */
    record Probe(ProbeSpec spec, long mostMemory) implements Request {}

    /**
     * Find out by which schemes a network in a file cannot be trained on such data: {@link Message.Misfits} or
     * {@link Message.Refused}.
     *
     * @param mostMemory bytes that the process may take in all
     */
    record Fit(OwnNetworkSpec network, List<Scheme> schemes, ExampleForm form, long mostMemory) implements Request {}

    /** This request as one line. */
    default String toLine() {
        try {
            return Message.JSON.writerFor(Request.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every request can be written", e);
        }
    }

    /** The request on a line. */
    static Request fromLine(String line) {
        try {
            return Message.JSON.readValue(line, Request.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parent sent no request: " + line, e);
        }
    }
}
