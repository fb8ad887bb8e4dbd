// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.documents.Document.CodeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {

    private static final Pattern PATH = Pattern.compile("(docs|dl4j-init-\\w+|\\.\\w+)/[\\w./-]*");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(Test|IT)");

    static List<Document> documents() {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkWithinTheProjectLeadsToAFileAndAHeading(Document document) {
        assertThat(document.links()).filteredOn(link -> !leads(document, link)).isEmpty();
    }

    @Test
    void theReadmeLeadsToEveryDocument() throws Exception {
        try (Stream<Path> docs = Files.list(Document.PROJECT.resolve("docs"))) {
            List<String> written = docs.map(file -> "docs/" + file.getFileName())
                    .filter(name -> name.endsWith(".md"))
                    .toList();
            assertThat(Document.named("README.md").links()).isNotEmpty().containsAll(written);
        }
    }

    /** Paths from the project's folder, but what a build makes, and tests, by the name of their class. */
    @Test
    void everyFileNamedInASentenceExists() throws Exception {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(Document.PROJECT)) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(Document.allCode()
                        .filter(code -> !code.fence())
                        .filter(code -> PATH.matcher(code.text()).matches()
                                        && !code.text().contains("/target/")
                                        && !Files.exists(Document.PROJECT.resolve(code.text()))
                                || TEST.matcher(code.text()).matches() && !classes.contains(code.text())))
                .extracting(CodeText::place, CodeText::text)
                .isEmpty();
    }

    /** Other addresses are not asked for: tests need no network. */
    private static boolean leads(Document document, String link) {
        if (link.matches("(https?|mailto):.*")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path from = Document.PROJECT.resolve(document.path());
        Path target = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && (parts.length == 1
                        || Document.named(Document.PROJECT.relativize(target).toString())
                                .anchors()
                                .contains(parts[1]));
    }
}
