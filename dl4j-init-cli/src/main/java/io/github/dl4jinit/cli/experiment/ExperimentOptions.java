// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags by which options are read from a file and written to one; {@link Experiments} does both. */
public final class ExperimentOptions {

    static final String READ = "--spec";
    static final String WRITE = "--write-spec";

    @Option(
            names = READ,
            paramLabel = "FILE",
            description = "Take the options from a YAML file; those on the command line go before them.")
    private Path read;

    @Option(
            names = WRITE,
            paramLabel = "FILE",
            description = "Write the options to a YAML file for " + READ + ", and run nothing.")
    private Path written;
}
