// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.experiment;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of an experiment: from a file onto the command line, from there to a file, and from an earlier run. */
public final class Experiments {

    /** Where results go and how a run is watched: another run of the same experiment has its own. */
    private static final Set<String> OF_ONE_RUN = Set.of(
            "--out", "--resume", "--quiet", "--verbose", "--open", ExperimentOptions.READ, ExperimentOptions.WRITE);

    private Experiments() {}

    /**
     * The arguments of a command line, in which the options of the file that {@code --spec} names have taken its place.
     * Without it they stay as they are.
     *
     * @throws ParameterException if the file cannot be read, is another command's, or names what is no option
     */
    public static String[] expanded(CommandLine parser, String... arguments) {
        ParseResult parsed = parsed(parser, arguments);
        if (isWrong(parsed) || !parsed.subcommand().hasMatchedOption(ExperimentOptions.READ)) {
            return arguments; // what is wrong is said when they are parsed to be run
        }
        ParseResult given = parsed.subcommand();
        CommandSpec command = given.commandSpec();
        Path file = given.matchedOptionValue(ExperimentOptions.READ, null);
        try {
            List<String> expanded = new ArrayList<>(List.of(command.name()));
            expanded.addAll(fromFile(file, given));
            expanded.addAll(arguments(given, Set.of(ExperimentOptions.READ)));
            return expanded.toArray(String[]::new);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static boolean isWrong(ParseResult parsed) {
        return !parsed.errors().isEmpty()
                || !parsed.hasSubcommand()
                || !parsed.subcommand().errors().isEmpty();
    }

    /** Parses as far as it goes, and leaves the parser as it was. */
    private static ParseResult parsed(CommandLine parser, String... arguments) {
        collectErrors(parser, true);
        try {
            return parser.parseArgs(arguments);
        } finally {
            collectErrors(parser, false);
        }
    }

    private static void collectErrors(CommandLine parser, boolean collect) {
        parser.getCommandSpec().parser().collectErrors(collect);
        parser.getSubcommands().values().forEach(command -> collectErrors(command, collect));
    }

    private static List<String> fromFile(Path file, ParseResult given) throws IOException {
        CommandSpec command = given.commandSpec();
        ExperimentFile experiment = ExperimentFile.read(file);
        Check.require(
                experiment.command().equals(command.name()),
                "the command in " + file,
                command.name(),
                experiment.command());
        List<String> arguments = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : experiment.options().entrySet()) {
            OptionSpec option = command.findOption("--" + entry.getKey());
            Check.require(
                    option != null && !isOfFile(option) && !option.usageHelp() && !option.versionHelp(),
                    "a name in " + file,
                    "that of an option of " + command.name(),
                    entry.getKey());
            if (!given.hasMatchedOption(option)) {
                arguments.addAll(arguments(file, option, entry.getValue()));
            }
        }
        return arguments;
    }

    private static boolean isOfFile(OptionSpec option) {
        return Set.of(ExperimentOptions.READ, ExperimentOptions.WRITE).contains(option.longestName());
    }

    private static List<String> arguments(Path file, OptionSpec option, List<String> values) {
        String name = option.longestName();
        if (option.arity().min() == 0 && values.equals(List.of("true"))) {
            return List.of(name);
        }
        if (option.arity().max() == 0) {
            Check.require(
                    values.equals(List.of("false")),
                    option.longestName().substring(2) + " in " + file,
                    "true or false",
                    values);
            return List.of();
        }
        return List.of(name + "=" + String.join(",", values));
    }

    /** Arguments that parse to what was given, without some options and all that is not an option. */
    private static List<String> arguments(ParseResult given, Set<String> without) {
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : given.matchedOptions()) {
            String name = option.longestName();
            if (without.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                arguments.add(name);
            } else {
                option.originalStringValues()
                        .forEach(value -> arguments.add(value.isEmpty() ? name : name + "=" + value));
            }
        }
        return arguments;
    }

    /**
     * The arguments of a run that is done again: those of the earlier one, but for what is given now, and for where its
     * results went and how it was watched.
     *
     * @param earlier the arguments of the earlier run, its command's name the first
     * @param now options given now
     * @throws IllegalArgumentException if the earlier ones are no such command line
     */
    public static String[] again(CommandLine parser, List<String> earlier, ParseResult now) {
        ParseResult parsed = parsed(parser, earlier.toArray(String[]::new));
        Check.require(
                !isWrong(parsed) && parsed.subcommand().commandSpec().findOption(ExperimentOptions.READ) != null,
                "the command of the run",
                "one that can be repeated",
                earlier);
        List<String> arguments =
                new ArrayList<>(List.of(parsed.subcommand().commandSpec().name()));
        Set<String> without = new HashSet<>(OF_ONE_RUN);
        now.matchedOptions().forEach(option -> without.addAll(Arrays.asList(option.names())));
        arguments.addAll(arguments(parsed.subcommand(), without));
        arguments.addAll(arguments(now, Set.of()));
        return arguments.toArray(String[]::new);
    }

    /**
     * Writes the options that a command line gives to the file that {@code --write-spec} names, but for those of one
     * run only.
     *
     * @return whether that was asked for, and no help
     * @throws IOException if it cannot be written; the message names the file
     */
    public static boolean write(ParseResult given) throws IOException {
        boolean help = given.isUsageHelpRequested() || given.isVersionHelpRequested();
        if (help || !given.hasMatchedOption(ExperimentOptions.WRITE)) {
            return false;
        }
        CommandSpec command = given.commandSpec();
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (OptionSpec option : given.matchedOptions()) {
            String name = option.longestName();
            if (!OF_ONE_RUN.contains(name) || name.equals("--out")) {
                options.put(name.substring(2), values(option));
            }
        }
        Path file = given.matchedOptionValue(ExperimentOptions.WRITE, null);
        new ExperimentFile(command.name(), options).write(file);
        command.commandLine().getOut().println(file);
        return true;
    }

    private static List<String> values(OptionSpec option) {
        return option.arity().max() == 0 || option.originalStringValues().equals(List.of(""))
                ? List.of("true")
                : option.stringValues();
    }
}
