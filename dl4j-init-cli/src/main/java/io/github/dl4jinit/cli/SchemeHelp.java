// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The end of a subcommand's help: which schemes there are. Picocli finds it by its name, as a resource bundle. */
public final class SchemeHelp extends ListResourceBundle {

    /** What a subcommand that takes a scheme names as its resource bundle. */
    static final String NAME = "io.github.dl4jinit.cli.SchemeHelp";

    /** Characters of a line, without the two before it. */
    private static final int WIDTH = Main.HELP_WIDTH - 3;

    private static final String INDENT = "    ";

    @Override
    protected Object[][] getContents() {
        Stream<Object[]> heading = Stream.<Object[]>of(
                new Object[] {"usage.footerHeading", "%nSchemes, with what their knobs usually are:%n"});
        List<String> help = Scheme.help().stream().flatMap(SchemeHelp::lines).toList();
        Stream<Object[]> lines =
                IntStream.range(0, help.size()).mapToObj(i -> new Object[] {"usage.footer." + i, "  " + help.get(i)});
        return Stream.concat(heading, lines).toArray(Object[][]::new);
    }

    /** A line that is too long goes on, indented, behind its last comma or blank that fits. */
    private static Stream<String> lines(String line) {
        if (line.length() <= WIDTH) {
            return Stream.of(line);
        }
        int end = 1 + Math.max(line.lastIndexOf(',', WIDTH - 1), line.lastIndexOf(' ', WIDTH - 1));
        return Stream.concat(Stream.of(line.substring(0, end).stripTrailing()), lines(INDENT + line.substring(end)));
    }
}
