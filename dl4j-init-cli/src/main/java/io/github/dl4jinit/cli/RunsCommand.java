// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.report.RunsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dl4j-init runs}: which results there are. */
@Command(
        name = "runs",
        description =
                "Lists what has run: when, what, how it stands, how many trials have ended, and the best mean test"
                        + " accuracy.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class RunsCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = RunOptions.RUNS,
            description = "The folder of the folders of results, or one of these.")
    private Path folder;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        RunsReport report = RunsReport.of(folder);
        report.print(command.commandLine().getOut(), ZoneId.systemDefault());
        PrintWriter complaints = command.commandLine().getErr();
        report.complaints().forEach(complaints::println);
        complaints.flush();
        return ExitCode.DONE;
    }
}
