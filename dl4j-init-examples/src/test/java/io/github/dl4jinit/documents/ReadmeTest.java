// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.documents.Document.CodeText;
import io.github.dl4jinit.lab.trial.Versions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>");

    /** What a newcomer reads in five minutes, without scrolling sideways. */
    @Test
    void theReadmeIsShort() {
        List<String> lines = Document.named("README.md").text().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(200);
        assertThat(lines)
                .filteredOn(line -> line.codePointCount(0, line.length()) > 120)
                .isEmpty();
    }

    /** In every document: this project's own version, and the release of DL4J that it is built with. */
    @Test
    void dependenciesHaveTheVersionsOfTheBuild() {
        Map<String, String> versions = Map.of(
                "io.github.dl4jinit", Versions.project(),
                "org.deeplearning4j", Versions.dl4j(),
                "org.nd4j", Versions.dl4j());
        List<CodeText> dependencies =
                Document.allCode().filter(code -> code.isFence("xml")).toList();
        assertThat(dependencies).isNotEmpty();
        for (CodeText code : dependencies) {
            DEPENDENCY.matcher(code.text()).results().forEach(dependency -> assertThat(dependency.group(3))
                    .as(code.place() + " " + dependency.group(2))
                    .isEqualTo(versions.getOrDefault(dependency.group(1), dependency.group(3))));
        }
    }
}
