// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.page.ReportPage;
import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dl4j-init report}: makes the page of one run, or of several side by side, from their folders. */
@Command(
        name = "report",
        description = {
            "Makes one HTML page of the results in some folders, to be looked at in a browser: the runs side by side.",
            "Of a run that goes on or was killed the page shows what there is."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Folders of runs, as runs/compare-TIME, or of trials that a program has kept; or files that a"
                    + " SignalListener has written.")
    private List<Path> folders;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the page (default: " + ReportPage.NAME
                    + " in the folder of the run; beside a listener's file under its name; of several, "
                    + ReportPage.NAME + " in the current folder).")
    private Path out;

    @Mixin
    private OpenOption open;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Usage.ensure(
                command,
                () -> Check.require(
                        folders.stream()
                                        .map(folder -> folder.toAbsolutePath().normalize())
                                        .distinct()
                                        .count()
                                == folders.size(),
                        "the folders",
                        "different from each other",
                        folders));
        byte[] page = ReportPage.of(folders).html();
        Path file = file();
        AtomicFile.write(file, stream -> stream.write(page));
        command.commandLine().getOut().println(file);
        open.open(file, command.commandLine().getErr());
        return ExitCode.DONE;
    }

    private Path file() {
        if (out != null) {
            return out;
        }
        if (folders.size() > 1) {
            return Path.of(ReportPage.NAME);
        }
        Path only = folders.get(0);
        return Files.isRegularFile(only)
                ? only.resolveSibling(String.valueOf(only.getFileName()).replaceFirst("(\\.[^.]*)?$", ".html"))
                : only.resolve(ReportPage.NAME);
    }
}
