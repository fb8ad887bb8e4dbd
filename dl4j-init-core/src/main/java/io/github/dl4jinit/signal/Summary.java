// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

/** The first line of a report: what is wrong and what to do, in words that need no theory. */
final class Summary {

    private Summary() {}

    static String of(SignalReport report) {
        if (report.healthy()) {
            return "Healthy: signal and gradients reach every layer"
                    + (report.recommendation().isEmpty() ? "." : ", but another start would train better (below).");
        }
        Problem worst = report.problems().get(0);
        int others = report.problems().size() - 1;
        return wrong(worst, report) + more(others) + " " + whatToDo(worst, report);
    }

    private static String wrong(Problem problem, SignalReport report) {
        switch (problem.kind()) {
            case FORWARD:
                return trend(report.forward(), problem, "The signal", "on its way to the output");
            case BACKWARD:
                return trend(report.backward(), problem, "What the loss says", "on its way back to the first layers");
            default:
                return "Fault in " + problem.layer() + ": " + problem.sentence() + ".";
        }
    }

    private static String trend(Trend trend, Problem problem, String what, String where) {
        switch (trend.verdict()) {
            case VANISHING:
                return what + " dies out " + where + ".";
            case EXPLODING:
                return what + " grows without measure " + where + ".";
            default:
                return what + " changes its size out of all proportion in " + problem.layer() + ".";
        }
    }

    private static String more(int others) {
        return others == 0
                ? ""
                : others == 1 ? " One more problem is below." : " " + others + " more problems are below.";
    }

    private static String whatToDo(Problem problem, SignalReport report) {
        String advice = problem.advice().orElse(report.recommendation());
        return "To do: " + advice.lines().findFirst().orElseThrow();
    }
}
