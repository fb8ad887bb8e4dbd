// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {

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
