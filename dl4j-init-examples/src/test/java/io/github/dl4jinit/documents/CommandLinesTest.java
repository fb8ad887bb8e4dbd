// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.dl4jinit.cli.Main;
import io.github.dl4jinit.documents.Document.CodeText;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines are parsed by the command's own parser, and not run. */
class CommandLinesTest {

    private static final String COMMAND = "(?:java -jar dl4j-init-cli/target/dl4j-init\\.jar|dl4j-init) +(.+)";
    private static final Pattern CLASS_OF_JAR = Pattern.compile("java -cp ([\\w-]+)/target/[\\w-]+\\.jar ([\\w.]+)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern KNOB_OR_NAME = Pattern.compile("(?<=^ {0,3}|[(,])([a-zA-Z]\\w*)(?==|\\(|:|$)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][\\w-]*");

    /** Made once: it takes some hundredths of a second, and the documents name options a thousand times. */
    private static final Map<String, CommandLine> SUBCOMMANDS =
            Main.commandLine().getSubcommands();

    /** A command line of a document. */
    record Line(String place, String text) {
        @Override
        public String toString() {
            return place + " " + text;
        }
    }

    /** What a reader may paste: the lines of fences, those after {@code &&} apart, without variables before them. */
    static List<Line> lines() {
        return Document.allCode()
                .filter(CodeText::fence)
                .flatMap(fence -> Stream.of(fence.text().split("\\R|&&"))
                        .map(line -> new Line(fence.place(), line.strip().replaceFirst("^([A-Z_]+=\\S* +)+", ""))))
                .toList();
    }

    static List<Line> commands() {
        return lines().stream().filter(line -> line.text().matches(COMMAND)).toList();
    }

    static List<Line> mainClasses() {
        return lines().stream()
                .filter(line -> line.text().startsWith("java -cp "))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandParses(Line line) {
        String[] arguments = words(line.text().replaceFirst(COMMAND, "$1"));
        assertThatCode(() -> Main.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsSchemesExist(Line line) {
        List<String> arguments = List.of(words(line.text()));
        int flag = arguments.indexOf("--scheme");
        if (flag >= 0) {
            assertThatCode(() -> Scheme.split(arguments.get(flag + 1)).forEach(Scheme::unfinished))
                    .doesNotThrowAnyException();
        }
    }

    /** The help has a line for each, of its name and knobs, as in {@code lsuv(tolerance=0.02,maxTrials=10)}. */
    @Test
    void everySchemeIsExplainedWithItsKnobs() {
        String explained = Document.named("docs/command-line.md").code().stream()
                .filter(code -> code.section().endsWith("#schemes"))
                .map(CodeText::text)
                .collect(Collectors.joining("\n"));
        assertThat(Scheme.help().stream()
                        .filter(line -> !line.startsWith("   "))
                        .flatMap(line -> KNOB_OR_NAME.matcher(line).results().map(match -> match.group(1))))
                .contains("he", "tolerance")
                .allSatisfy(name -> assertThat(explained).containsPattern("(?m)^" + name + "\\b"));
    }

    @ParameterizedTest
    @MethodSource("mainClasses")
    void theMainClassIsInThatModule(Line line) {
        Matcher matcher = CLASS_OF_JAR.matcher(line.text());
        assertThat(matcher.lookingAt()).isTrue();
        Path sources = Document.PROJECT.resolve(matcher.group(1)).resolve("src/main/java");
        assertThat(sources.resolve(matcher.group(2).replace('.', '/') + ".java"))
                .content()
                .contains("void main(");
    }

    /** Within a sentence options stand alone, or behind the subcommand that has them. */
    @Test
    void everyOptionNamedInASentenceExists() {
        Set<String> all = SUBCOMMANDS.values().stream()
                .flatMap(command -> options(command).stream())
                .collect(Collectors.toSet());
        assertThat(Document.allCode().filter(code -> !code.fence()).filter(code -> !optionsOf(code.text(), all)
                        .containsAll(OPTION.matcher(code.text())
                                .results()
                                .map(MatchResult::group)
                                .toList())))
                .extracting(CodeText::place, CodeText::text)
                .isEmpty();
    }

    private static Set<String> optionsOf(String text, Set<String> all) {
        String subcommand = text.replaceFirst("^dl4j-init ", "").replaceFirst(" .*", "");
        CommandLine command = SUBCOMMANDS.get(subcommand);
        return command == null ? all : options(command);
    }

    @Test
    void everySubcommandHasASectionAndEveryOptionIsExplained() {
        Document document = Document.named("docs/command-line.md");
        Set<String> explained = document.code().stream().map(CodeText::text).collect(Collectors.toSet());
        for (CommandLine command : SUBCOMMANDS.values()) {
            assertThat(document.anchors()).contains(command.getCommandName());
            assertThat(command.getCommandSpec().options().stream()
                            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                            .map(OptionSpec::names)
                            .filter(names -> Arrays.stream(names).noneMatch(explained::contains))
                            .map(List::of))
                    .as(command.getCommandName())
                    .isEmpty();
        }
    }

    /** The command that tests everything is the one that the host's machinery runs. */
    @Test
    void theReadmesCommandsAreThoseThatAreRun() throws Exception {
        List<String> run = Files.readAllLines(Document.PROJECT.resolve(".ci/run")).stream()
                .filter(line -> line.startsWith("mvn"))
                .toList();
        assertThat(run).isNotEmpty();
        assertThat(Document.named("README.md").code().stream()
                        .filter(CodeText::fence)
                        .flatMap(fence -> fence.text().lines()))
                .containsAll(run);
    }

    private static Set<String> options(CommandLine command) {
        return Set.copyOf(command.getCommandSpec().optionsMap().keySet());
    }

    /** As a shell takes a line apart. */
    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .map(match -> match.group(1) != null
                        ? match.group(1)
                        : match.group(2) != null ? match.group(2) : match.group(3))
                .toArray(String[]::new);
    }
}
