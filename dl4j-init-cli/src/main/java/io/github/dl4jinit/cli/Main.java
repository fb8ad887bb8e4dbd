// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.Versions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code dl4j-init}. A process that trains loads no native library: its workers do. */
@Command(
        name = "dl4j-init",
        description = "Shows what the first weights of a very deep network do to its training.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionProvider.class,
        subcommands = {
            CompareCommand.class,
            SweepCommand.class,
            TuneCommand.class,
            ProbeCommand.class,
            GainCommand.class
        })
public final class Main implements Runnable {

    /** Done. */
    static final int EXIT_DONE = CommandLine.ExitCode.OK;

    /** Something failed while running. */
    static final int EXIT_FAILED = CommandLine.ExitCode.SOFTWARE;

    /** The command line is wrong. */
    static final int EXIT_USAGE = CommandLine.ExitCode.USAGE;

    /** A network is not healthy, and the user asked to be told so. */
    static final int EXIT_UNHEALTHY = 3;

    /** Interrupted: 128 plus the number of the signal, as shells count. */
    static final int EXIT_INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // From Java 22 on System.console() exists without a terminal, too, unless it is told to be Java's old one.
        System.setProperty("jdk.console", "java.base");
        System.exit(run(args));
    }

    /** Whether a person looks at the output while it appears. */
    static boolean onTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Runs a command line and returns the exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    /** The parser of all subcommands and options, which help, completion and documents are held to. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::wrongCommandLine)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** Returns what a check returns; the rule that it finds broken was broken on the command line. */
    static <T> T usage(CommandSpec command, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand must be given");
    }

    private static int wrongCommandLine(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + e.getMessage() + " (try '" + name + " --help')");
        return EXIT_USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        boolean expected = e instanceof IOException || e instanceof UncheckedIOException || e instanceof TrialException;
        err.println(name + ": " + (expected ? message(e) : "unexpected error: " + e));
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
        return EXIT_FAILED;
    }

    private static String message(Exception e) {
        return e instanceof UncheckedIOException unchecked
                ? unchecked.getCause().getMessage()
                : e.getMessage();
    }

    /** Answers {@code --version}. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dl4j-init " + Versions.project() + " (Deeplearning4j " + Versions.dl4j() + ")"};
        }
    }
}
