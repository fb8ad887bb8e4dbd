// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.sweep;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What the trials of a sweep gave: collects them in any order, and has them in the sweep's. */
public final class SweepResult {

    private final Sweep sweep;
    private final Map<String, Integer> indices;
    private final SweepRow[] rows;

    /** The result of a sweep of which no trial has run yet. */
    public SweepResult(Sweep sweep) {
        this.sweep = Check.given("sweep", sweep);
        this.rows = new SweepRow[sweep.size()];
        this.indices = new HashMap<>();
        List<TrialSpec> trials = sweep.trials();
        for (int i = 0; i < rows.length; i++) {
            indices.put(trials.get(i).fullId(), i);
        }
    }

    /**
     * Takes a result.
     *
     * @throws IllegalArgumentException if it is of no trial of this sweep
     */
    public void add(TrialResult result) {
        Integer index = indices.get(Check.given("result", result).spec().fullId());
        if (index == null) {
            throw new IllegalArgumentException("result must be one of this sweep's, received " + result.spec());
        }
        rows[index] = SweepRow.of(sweep.knobs(index), result);
    }

    /** What was swept. */
    public Sweep sweep() {
        return sweep;
    }

    /** A row for each trial that has run, in the order of the sweep. */
    public List<SweepRow> rows() {
        return Arrays.stream(rows).filter(Objects::nonNull).toList();
    }

    /** A cell for each combination, in the order of the sweep. */
    public List<SweepCell> cells() {
        List<SweepCell> cells = new ArrayList<>();
        for (int cell = 0; cell < sweep.cells(); cell++) {
            int first = cell;
            List<SweepRow> ofCell = IntStream.range(0, sweep.size() / sweep.cells())
                    .mapToObj(seed -> rows[first + seed * sweep.cells()])
                    .filter(Objects::nonNull)
                    .toList();
            Map<String, String> knobs = sweep.knobs(cell);
            knobs.remove(Knob.SEED.flag());
            cells.add(SweepCell.of(knobs, ofCell));
        }
        return cells;
    }
}
