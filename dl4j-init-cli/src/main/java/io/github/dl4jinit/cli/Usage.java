// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.util.Collection;
import java.util.List;
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

    /** The sentence, and where to read on. */
    static String sentence(ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String advice = e instanceof UnmatchedArgumentException unmatched ? advice(unmatched) : "";
        return name + ": " + e.getMessage() + advice + " (try '" + name + " --help')";
    }

    /** An option that other subcommands have is no slip of the pen. */
    private static String advice(UnmatchedArgumentException e) {
        List<String> owners = commandsWith(e.getUnmatched().get(0), e.getCommandLine());
        if (!owners.isEmpty()) {
            return ", which is an option of " + String.join(", ", owners);
        }
        return e.getSuggestions().stream()
                .findFirst()
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static List<String> commandsWith(String argument, CommandLine asked) {
        String option = argument.replaceFirst("=.*", "");
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
