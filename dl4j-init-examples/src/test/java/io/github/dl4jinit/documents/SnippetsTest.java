// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.documents.Document.CodeText;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnippetsTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** Folders of classes, or jars, of all modules but core. */
    private static final Pattern OTHER_MODULE = Pattern.compile(
            "dl4j-init-(lab|cli|examples)([^/\\\\]*\\.jar|[/\\\\]target[/\\\\](test-)?classes)$|dl4j-init\\.jar$");

    @TempDir
    static Path classes;

    static List<Snippet> snippets() {
        List<CodeText> code = Document.allCode().toList();
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < code.size(); i++) {
            Snippet.of(code.get(i), i).ifPresent(snippets::add);
        }
        return snippets;
    }

    static List<Snippet> programs() {
        return snippets().stream().filter(Snippet::isProgram).toList();
    }

    /** Reported are the place of each snippet and what the compiler says of it. */
    @Test
    void everySnippetCompiles() {
        assertThat(snippets()).hasSizeGreaterThan(10);
        assertThat(compile(snippets(), "-cp", CLASS_PATH)).isEmpty();
    }

    /** As in the project of somebody who has added core, and Java 11. */
    @Test
    void theReadmesProgramNeedsNoMoreThanCoreAndJava11() {
        List<Snippet> readme = programs().stream()
                .filter(program -> program.code().place().startsWith("README.md"))
                .toList();
        String core = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !OTHER_MODULE.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(readme).isNotEmpty();
        assertThat(compile(readme, "-cp", core, "--release", "11")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramRunsAndPrintsWhatTheDocumentSays(Snippet program) throws Exception {
        assertThat(compile(List.of(program), "-cp", CLASS_PATH)).isEmpty();
        String path = classes + File.pathSeparator + CLASS_PATH;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", path, program.className())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Optional<String> expected = expected(program.code());
        if (expected.isPresent()) {
            assertThat(printed.stripTrailing()).isEqualToNormalizingNewlines(expected.get());
        }
    }

    /** What a fence of the language {@code text} says that follows a program in its section. */
    private static Optional<String> expected(CodeText program) {
        return Document.allCode()
                .dropWhile(code -> !code.equals(program))
                .filter(code -> code.section().equals(program.section()) && code.isFence("text"))
                .map(CodeText::text)
                .findFirst();
    }

    private static List<String> compile(List<Snippet> snippets, String... settings) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        options.addAll(List.of(settings));
        List<JavaFileObject> files = snippets.stream().map(Snippet::file).toList();
        compiler.getTask(null, null, diagnostics, options, null, files).call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getSource() + ": " + diagnostic.getMessage(null))
                .toList();
    }
}
