// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.probe;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.signal.LearningRateReport;
import io.github.dl4jinit.signal.SignalReport;

/**
 * What a probe found, as people and programs read it.
 *
 * @param healthy whether no problem was found
 * @param signal the report on the signal
 * @param learningRate the report on learning rates, or {@code null} if they were not measured
 * @param environment what it was measured on
 */
public record ProbeResult(boolean healthy, Report signal, Report learningRate, Environment environment) {

    /** A report as text and as a line of JSON. */
    public record Report(String text, String json) {}

    /** The reports of a probe that did not measure learning rates. */
    public static ProbeResult of(SignalReport signal) {
        Check.given("signal", signal);
        return new ProbeResult(
                signal.healthy(), new Report(signal.toText(), signal.toJson()), null, Environment.ofThisProcess());
    }

    /** The reports of a probe that measured learning rates. */
    public static ProbeResult of(SignalReport signal, LearningRateReport rates) {
        Check.given("signal", signal);
        Check.given("rates", rates);
        return new ProbeResult(
                signal.healthy(),
                new Report(signal.toText(), signal.toJson()),
                new Report(rates.toText(), rates.toJson()),
                Environment.ofThisProcess());
    }
}
