// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.watch.RunWatched;
import io.github.dl4jinit.cli.watch.WatchServer;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dl4j-init watch}: the page of a run while it runs. */
@Command(
        name = "watch",
        description = "Serves the page of a run to the browsers of this machine alone, and keeps it up to date while"
                + " trials end. The run need not have begun. Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        showDefaultValues = true,
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    @Parameters(paramLabel = "DIR", description = "The folder of results, or a file that a SignalListener writes.")
    private Path folder;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of 127.0.0.1; 0 for any that is free.")
    private int port;

    @Mixin
    private OpenOption open;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Usage.check(command, () -> Check.inRange("port", port, 0, HIGHEST_PORT));
        PrintWriter terminal = command.commandLine().getOut();
        try (WatchServer server = WatchServer.start(new RunWatched(folder), port)) {
            terminal.println(
                    "watching " + OneLine.of(folder.toString()) + " at " + server.address() + " (Ctrl-C ends it)");
            terminal.flush();
            open.open(server.address(), command.commandLine().getErr());
            new CountDownLatch(1).await(); // a signal ends the whole process
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        }
    }
}
