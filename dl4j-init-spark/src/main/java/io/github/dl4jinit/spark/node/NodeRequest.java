// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Map;

/**
 * What is asked of a node, as JSON: to run a trial, or, without one, to say what trials run on.
 *
 * @param settings those of the worker
 * @param spec the trial, or {@code null}
 * @param paths where the files that it names are on the node; a relative path is one within what Spark has shipped
 */
public record NodeRequest(NodeSettings settings, TrialSpec spec, Map<String, String> paths) {

    /** This request as one line. */
    public String text() {
        return Json.written(this);
    }

    /** The request in a text. */
    static NodeRequest parse(String text) {
        return Json.read(text, NodeRequest.class);
    }

    /** The answer to a request for a trial. */
    public static TrialResult result(String answer) {
        return Json.read(answer, TrialResult.class);
    }

    /** The answer to a request without one. */
    public static Environment environment(String answer) {
        return Json.read(answer, Environment.class);
    }
}
