// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.run.Run;
import java.util.List;
import java.util.Optional;

/** The kinds of run that the page can show. */
final class PageKinds {

    private static final List<PageKind> ALL =
            List.of(new ComparePage(), new SweepPage(), new TunePage(), new ProbePage());

    private PageKinds() {}

    /** What shows runs of this kind; empty if only their origin can be shown. */
    static Optional<PageKind> of(Run.Kind kind) {
        return ALL.stream().filter(page -> page.kind() == kind).findFirst();
    }
}
