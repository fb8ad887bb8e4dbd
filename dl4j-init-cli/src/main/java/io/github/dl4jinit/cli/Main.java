// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.cli.experiment.Experiments;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dl4j-init}. A process that trains loads no native library: its workers do. */
@Command(
        name = "dl4j-init",
        description = "Shows what the first weights of a very deep network do to its training.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            CompareCommand.class,
            SweepCommand.class,
            TuneCommand.class,
            ProbeCommand.class,
            GainCommand.class,
            RerunCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            WatchCommand.class
        })
public final class Main implements Runnable {

    /** Characters in a line of help. */
    static final int HELP_WIDTH = 100;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // From Java 22 on System.console() exists without a terminal, too, unless it is told to be Java's old one.
        System.setProperty("jdk.console", "java.base");
        // Pictures go into files: no screen is needed for them, and DISPLAY may name one that is gone.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(args));
    }

    /** Runs a command line and returns the exit code. */
    public static int run(String... args) {
        int exitCode = execute(args);
        // A print stream keeps its troubles to itself until it is asked, and has no reasons.
        if (!System.out.checkError()) {
            return exitCode;
        }
        System.err.println("dl4j-init: the output could not be written: is the disk full, or what reads it gone?");
        return exitCode == ExitCode.DONE ? ExitCode.FAILED : exitCode;
    }

    private static int execute(String... args) {
        try {
            CommandLine parser = commandLine();
            return parser.execute(Experiments.expanded(parser, args));
        } catch (ParameterException e) {
            System.err.println(Usage.sentence(e));
            return ExitCode.USAGE;
        } catch (OutOfMemoryError e) {
            System.err.println("dl4j-init: out of memory (" + e.getMessage()
                    + "): give Java more, as by the option -Xmx4g before -jar or in JAVA_OPTS");
            return ExitCode.FAILED;
        }
    }

    /** The parser of all subcommands and options, which help, completion and documents are held to. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH)
                .registerConverter(Path.class, converter(name -> Path.of(named(name))))
                .registerConverter(File.class, converter(name -> new File(named(name))))
                .registerConverter(ActivationSpec.class, converter(ActivationSpec::parse))
                .registerConverter(Optimiser.class, converter(Optimiser::of))
                .registerConverter(NetworkName.class, converter(NetworkName::of))
                .setExecutionStrategy(Main::writeOrRun)
                .setParameterExceptionHandler(Main::wrongCommandLine)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** Java takes an empty name for the folder that a program was started in. */
    private static String named(String name) {
        Check.require(!name.isBlank(), "the name of a file or folder", "one character or more", "'" + name + "'");
        return name;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** Without a subcommand: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int writeOrRun(ParseResult parsed) {
        try {
            boolean written = parsed.hasSubcommand() && Experiments.write(parsed.subcommand());
            return written ? ExitCode.DONE : new CommandLine.RunLast().execute(parsed);
        } catch (IOException e) {
            throw new ExecutionException(parsed.subcommand().commandSpec().commandLine(), e.getMessage(), e);
        }
    }

    private static int wrongCommandLine(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println(Usage.sentence(e));
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + Failure.sentence(e));
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }
}
