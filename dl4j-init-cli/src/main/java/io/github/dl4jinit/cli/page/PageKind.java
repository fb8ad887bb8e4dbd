// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.run.Run;
import java.io.IOException;

/** What the page shows of one kind of run; the script of that kind draws it. */
interface PageKind {

    /** Which runs these are. */
    Run.Kind kind();

    /**
     * Reads what there is of a run, which may be still going on.
     *
     * @throws IOException if it says of itself what this kind cannot say
     */
    Content read(RunOnDisk run) throws IOException;

    /** What was read of a run. */
    interface Content {

        /** What ran, in a line for people. */
        String title();

        /** How many trials were read; 0 of a kind that has none. */
        int trials();

        /**
         * What the script of the kind is given, as JSON.
         *
         * @param points the most points that a curve may have
         */
        Object json(int points);
    }
}
