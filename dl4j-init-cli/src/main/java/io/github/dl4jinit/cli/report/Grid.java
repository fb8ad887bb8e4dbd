// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.trial.Knob;
import java.util.List;

/**
 * The cells of a sweep of two knobs as a map: the depth upwards, as in the published maps, or else the knob that is set
 * later.
 */
final class Grid {

    private final Axis columns;
    private final Axis rows;
    private final boolean columnsFirst;
    private final List<SweepCell> cells;

    private Grid(Axis columns, Axis rows, boolean columnsFirst, List<SweepCell> cells) {
        this.columns = columns;
        this.rows = rows;
        this.columnsFirst = columnsFirst;
        this.cells = cells;
    }

    static Grid of(Sweep sweep, List<SweepCell> cells) {
        Axis first = sweep.swept().get(0);
        Axis second = sweep.swept().get(1);
        boolean columnsFirst = first.knob() != Knob.DEPTH;
        return columnsFirst ? new Grid(first, second, true, cells) : new Grid(second, first, false, cells);
    }

    Axis columns() {
        return columns;
    }

    Axis rows() {
        return rows;
    }

    /** A sweep's later knob is the faster one. */
    SweepCell cell(int column, int row) {
        return columnsFirst
                ? cells.get(column * rows.values().size() + row)
                : cells.get(row * columns.values().size() + column);
    }
}
