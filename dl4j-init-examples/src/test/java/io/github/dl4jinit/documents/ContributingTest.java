// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.documents.Document.CodeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContributingTest {

    /** No module and no package without its line, and no line without its module or package. */
    @Test
    void theMapNamesEveryModuleAndEveryPackage() throws Exception {
        Set<String> map = Document.named("CONTRIBUTING.md").code().stream()
                .filter(code -> code.section().endsWith("#where-things-are"))
                .map(CodeText::text)
                .filter(text -> text.startsWith("dl4j-init-") || text.startsWith("io.github.dl4jinit"))
                .collect(Collectors.toSet());
        Set<String> built = new HashSet<>();
        for (Path module : modules()) {
            built.add(module.getFileName().toString());
            built.addAll(packages(module.resolve("src/main/java")));
        }
        assertThat(map).isEqualTo(built);
    }

    private static List<Path> modules() throws Exception {
        try (Stream<Path> folders = Files.list(Document.PROJECT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }

    /** A module may consist of tests. */
    private static Set<String> packages(Path sources) throws Exception {
        if (!Files.exists(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent())
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "."))
                    .collect(Collectors.toSet());
        }
    }
}
