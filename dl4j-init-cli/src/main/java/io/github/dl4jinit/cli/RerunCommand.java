// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.Experiments;
import io.github.dl4jinit.cli.experiment.Repetition;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dl4j-init rerun}: does a run again, and says whether it gives the same. */
@Command(
        name = "rerun",
        description =
                "Does again what ran in a folder, by the same options from the current folder, and says whether it"
                        + " gives the same to the digit, and what differs in version, machine or data.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class RerunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder of a run, as runs/compare-TIME.")
    private Path folder;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Run then = RunFolder.read(folder);
        Path out = options.folder(then.kind().command());
        Usage.ensure(
                command,
                () -> Check.require(
                        !out.toAbsolutePath()
                                .normalize()
                                .equals(folder.toAbsolutePath().normalize()),
                        "--out",
                        "another folder than that of the run",
                        out));
        CommandLine parser = Main.commandLine()
                .setOut(command.commandLine().getOut())
                .setErr(command.commandLine().getErr());
        String[] arguments = Usage.check(
                command,
                () -> Experiments.again(
                        parser, then.command(), command.commandLine().getParseResult()));
        String[] withFolder = options.out() != null
                ? arguments
                : Stream.concat(Arrays.stream(arguments), Stream.of("--out=" + out))
                        .toArray(String[]::new);
        Optional<Run> before = runIn(out);
        int exitCode = parser.execute(withFolder);
        if (exitCode == ExitCode.INTERRUPTED || runIn(out).equals(before)) {
            return exitCode; // nothing has run there to be compared, and why has been said
        }
        Repetition repetition = Repetition.of(folder, out);
        repetition.print(command.commandLine().getOut());
        return repetition.isSame() ? exitCode : ExitCode.CHECK_FAILED;
    }

    /** The run in a folder, or none. */
    private static Optional<Run> runIn(Path folder) throws IOException {
        return Files.exists(folder.resolve(OutputFolder.RUN)) ? Optional.of(RunFolder.read(folder)) : Optional.empty();
    }
}
