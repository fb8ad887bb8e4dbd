// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.ListResourceBundle;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The end of a subcommand's help: which schemes there are. Picocli finds it by its name, as a resource bundle. */
public final class SchemeHelp extends ListResourceBundle {

    /** What a subcommand that takes a scheme names as its resource bundle. */
    static final String NAME = "io.github.dl4jinit.cli.SchemeHelp";

    @Override
    protected Object[][] getContents() {
        Stream<Object[]> heading = Stream.<Object[]>of(
                new Object[] {"usage.footerHeading", "%nSchemes, with what their knobs usually are:%n"});
        Stream<Object[]> lines = IntStream.range(0, Scheme.help().size()).mapToObj(i ->
                new Object[] {"usage.footer." + i, "  " + Scheme.help().get(i)});
        return Stream.concat(heading, lines).toArray(Object[][]::new);
    }
}
