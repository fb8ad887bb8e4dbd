// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.function.Consumer;

/** Passes on how far a trial has come, and keeps its result. */
final class TrialWatch implements TrialListener {

    private final Consumer<String> news;
    private TrialResult result;

    TrialWatch(Consumer<String> news) {
        this.news = news;
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        news.accept(new NodeNews(iteration, iterations, loss).text());
    }

    @Override
    public void ended(TrialResult ended) {
        result = ended;
    }

    TrialResult result() {
        return result;
    }
}
