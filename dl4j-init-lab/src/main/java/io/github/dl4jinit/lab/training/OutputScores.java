// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The score of each of a network's outputs, of all measures but the loss; a network's score is their mean. */
record OutputScores(List<Scoring> outputs) {

    /** Scores of no examples so far. */
    static OutputScores of(Measure measure, Examples examples) {
        List<Target> targets = examples.targets().all();
        return new OutputScores(IntStream.range(0, targets.size())
                .mapToObj(i -> Scoring.of(measure, targets.get(i).kind(), examples.labelUnits(i)))
                .toList());
    }

    /** Empty if one of them is. */
    OptionalDouble mean() {
        double sum = 0;
        for (Scoring output : outputs) {
            OptionalDouble score = output.score();
            if (score.isEmpty()) {
                return score;
            }
            sum += score.getAsDouble();
        }
        return OptionalDouble.of(sum / outputs.size());
    }
}
