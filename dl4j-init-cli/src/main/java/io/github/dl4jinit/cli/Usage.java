// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.scheme.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells users in one sentence what is wrong with their command line. */
final class Usage {

    private Usage() {}

    /**
     * Returns what a check returns; the rule that it finds broken was broken on the command line.
     *
     * @throws ParameterException in place of an {@link IllegalArgumentException}
     */
    static <T> T check(CommandSpec command, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Runs a check that returns nothing.
     *
     * @throws ParameterException in place of an {@link IllegalArgumentException}
     */
    static void ensure(CommandSpec command, Runnable check) {
        check(command, () -> {
            check.run();
            return null;
        });
    }

    /**
     * Refuses flags of a network, since a file says what the network is.
     *
     * @param file the option that names the file
     * @throws ParameterException if one is given
     */
    static void refuse(CommandSpec command, List<String> flags, String file) {
        for (String flag : flags) {
            if (command.commandLine().getParseResult().hasMatchedOption(flag)) {
                throw new ParameterException(
                        command.commandLine(), flag + " must be left out with " + file + ", whose network has its own");
            }
        }
    }

    /** The sentence, and where to read on. */
    static String sentence(ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String problem = e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : e.getMessage();
        return name + ": " + OneLine.of(problem) + " (try '" + name + " --help')";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        CommandSpec asked = e.getCommandLine().getCommandSpec();
        if (!argument.startsWith("-")) {
            return asked.subcommands().isEmpty()
                    ? "unexpected argument " + argument
                    : "unknown subcommand " + argument
                            + didYouMean(argument, asked.subcommands().keySet(), e);
        }
        String option = argument.replaceFirst("=.*", "");
        List<String> owners = commandsWith(option, e.getCommandLine());
        return "unknown option " + option
                // An option that other subcommands have is no slip of the pen.
                + (owners.isEmpty()
                        ? didYouMean(option, asked.optionsMap().keySet(), e)
                        : ", which is an option of " + String.join(", ", owners));
    }

    /** Rather a name that begins like the one that was written, which picocli looks for, than another with a slip. */
    private static String didYouMean(String written, Set<String> known, UnmatchedArgumentException e) {
        List<String> alikeAtFirst = e.getSuggestions();
        return Suggestion.closest(written, alikeAtFirst)
                .or(() -> alikeAtFirst.stream().findFirst())
                .or(() -> Suggestion.closest(written, known))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static List<String> commandsWith(String option, CommandLine asked) {
        Collection<CommandLine> all =
                asked.getCommandSpec().root().subcommands().values();
        return all.stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> spec.optionsMap().containsKey(option))
                .map(CommandSpec::name)
                .distinct()
                .toList();
    }
}
