// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.example.Sightings;
import io.github.dl4jinit.HeInit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file must not get a class to run that nobody allowed, however it names it. */
class ModelFileTrustTest {

    private static final String NOT_ALLOWED =
            "names the class com.example.Canary, which is neither DL4J's nor this library's: allow it with --allow-class"
                    + " com.example.Canary if you trust the file";
    private static final String NAMELESS_NOT_ALLOWED = NOT_ALLOWED.replace("com.example.Canary", "NamelessCanary");

    @TempDir
    Path folder;

    @AfterEach
    void theCanariesWereNotWoken() {
        assertThat(Sightings.seen()).doesNotContain("Canary", "NamelessCanary");
    }

    private static String json() {
        return Networks.dense().toJson();
    }

    /** As DL4J 0.9.1 wrote it. */
    private static String veryOld() {
        try (InputStream in = ModelFileTrustTest.class.getResourceAsStream("/models/0.9.1/perceptron.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String distribution() {
        return Networks.distribution().toJson();
    }

    private static String replace(String text, String target, String replacement) {
        assertThat(text).contains(target);
        return text.replace(target, replacement);
    }

    private static String withInit(String init) {
        String found = json().replaceAll(
                        "\"weightInitFn\" : \\{[^}]*\\}", Matcher.quoteReplacement("\"weightInitFn\" : " + init));
        assertThat(found).contains(init);
        return found;
    }

    static Stream<Arguments> tricks() {
        String he = "io.github.dl4jinit.HeInit";
        String canary = "com.example.Canary";
        String name = "\"@class\" : \"" + canary + "\"";
        String normal = "\"type\" : \"org.deeplearning4j.nn.conf.distribution.NormalDistribution\"";
        return Stream.of(
                Arguments.of("in a property", replace(json(), he, canary), NOT_ALLOWED),
                Arguments.of("without a package", replace(json(), he, "NamelessCanary"), NAMELESS_NOT_ALLOWED),
                Arguments.of("behind an escape", replace(json(), he, "com.example.\\u0043anary"), NOT_ALLOWED),
                Arguments.of("under an escaped key", withInit("{\"\\u0040class\" : \"" + canary + "\"}"), NOT_ALLOWED),
                Arguments.of(
                        "as a duplicate, last",
                        withInit("{\"@class\" : \"" + he + "\", " + name + "}"),
                        "is not proper JSON: Duplicate field '@class'"),
                Arguments.of(
                        "as a duplicate, first",
                        withInit("{" + name + ", \"@class\" : \"" + he + "\"}"),
                        "is not proper JSON: Duplicate field '@class'"),
                Arguments.of("in an array", withInit("[\"" + canary + "\", {}]"), NOT_ALLOWED),
                Arguments.of("in an array with nothing", withInit("[\"" + canary + "\"]"), NOT_ALLOWED),
                Arguments.of("in an array with a number", withInit("[\"" + canary + "\", 1]"), NOT_ALLOWED),
                Arguments.of("in an array with too much", withInit("[\"" + canary + "\", {}, {}]"), NOT_ALLOWED),
                Arguments.of(
                        "in an array, without a package", withInit("[\"NamelessCanary\", {}]"), NAMELESS_NOT_ALLOWED),
                Arguments.of(
                        "as an argument of a generic class",
                        replace(json(), he, "org.deeplearning4j.nn.conf.layers.DenseLayer<com.example.Canary>"),
                        "has \"org.deeplearning4j.nn.conf.layers.DenseLayer<com.example.Canary>\" where the name of a"
                                + " class is expected"),
                Arguments.of(
                        "as an argument of a generic class, in an array",
                        withInit("[\"io.github.dl4jinit.HeInit<com.example.Canary>\", 1]"),
                        NOT_ALLOWED),
                Arguments.of(
                        "as an argument of a generic class, in an array, without a package",
                        withInit("[\"io.github.dl4jinit.HeInit<NamelessCanary>\"]"),
                        NAMELESS_NOT_ALLOWED),
                Arguments.of(
                        "as an array's class",
                        replace(json(), he, "[Lcom.example.Canary;"),
                        "has \"[Lcom.example.Canary;\" where the name of a class is expected"),
                Arguments.of(
                        "in the name of a library that ND4J carries along",
                        replace(json(), he, "org.nd4j.shade.jackson.databind.ObjectMapper"),
                        NOT_ALLOWED.replace("com.example.Canary", "org.nd4j.shade.jackson.databind.ObjectMapper")),
                Arguments.of(
                        "with control characters",
                        replace(json(), he, "com.exa\\u001b[31mmple.Canary"),
                        "has \"com.exa [31mmple.Canary\" where the name of a class is expected"),
                Arguments.of(
                        "as no text",
                        withInit("{\"@class\" : {" + name + "}}"),
                        "has something other than text where the name of a class is expected"),
                Arguments.of(
                        "as a distribution",
                        replace(distribution(), normal, "\"type\" : \"" + canary + "\""),
                        NOT_ALLOWED),
                Arguments.of(
                        "as a distribution without a package",
                        replace(distribution(), normal, "\"type\" : \"NamelessCanary\""),
                        NAMELESS_NOT_ALLOWED),
                Arguments.of("as an old distribution", old("{\"type\" : \"com.example.Canary\"}"), NOT_ALLOWED),
                Arguments.of(
                        "as an old distribution without a package",
                        old("{\"type\" : \"NamelessCanary\"}"),
                        NAMELESS_NOT_ALLOWED),
                Arguments.of(
                        "as an old distribution in an array",
                        old("[\"NamelessCanary\"]"),
                        "has a \"dist\" that is no object: expected a distribution"),
                Arguments.of(
                        "in the old form, as an updater",
                        replace(veryOld(), "org.nd4j.linalg.learning.config.Adam", canary),
                        NOT_ALLOWED),
                Arguments.of(
                        "in the old form, as a distribution",
                        replace(veryOld(), "\"dist\" : null", "\"dist\" : {\"type\" : \"" + canary + "\"}"),
                        NOT_ALLOWED),
                Arguments.of(
                        "in the old form, around a layer",
                        replace(veryOld(), "\"dense\"", "\"" + canary + "\""),
                        "has a configuration that DL4J refuses: confs[0].layer is a Layer of the kind \"" + canary
                                + "\""),
                Arguments.of(
                        "in the old form, around a function",
                        replace(veryOld(), "\"ReLU\"", "\"" + canary + "\""),
                        "has a configuration that DL4J refuses: confs[0].layer.activationFn is a IActivation of the kind \""
                                + canary + "\""),
                Arguments.of(
                        "in the old form, in an array",
                        veryOld().replaceFirst("\"iupdater\" : \\{[^}]*\\}", "\"iupdater\" : [\"" + canary + "\", {}]"),
                        NOT_ALLOWED),
                Arguments.of(
                        "where DL4J does not look",
                        replace(json(), "\"confs\"", "\"extra\" : {" + name + "}, \"confs\""),
                        NOT_ALLOWED),
                Arguments.of("in YAML, in a property", replace(yaml(), tag(he), "!<com.example.Canary>"), NOT_ALLOWED),
                Arguments.of(
                        "in YAML, without a tag",
                        "---\nconfs:\n- layer:\n    \"@class\": com.example.Canary\n",
                        NOT_ALLOWED),
                Arguments.of(
                        "in YAML, with both",
                        "---\nconfs:\n- layer: !<org.deeplearning4j.nn.conf.layers.DenseLayer>\n"
                                + "    \"@class\": com.example.Canary\n",
                        "is not proper JSON: Duplicate field '@class'"),
                Arguments.of(
                        "in YAML, with a tag of snakeyaml's",
                        "---\nconfs:\n- layer: !!com.example.Canary {}\n",
                        "has \"tag:yaml.org,2002:com.example.Canary\" where the name of a class is expected"));
    }

    private static String yaml() {
        return Networks.dense().toYaml();
    }

    private static String tag(String name) {
        return "!<" + name + ">";
    }

    /**
     * A layer as DL4J wrote it before 1.0.0-beta4: what initialises is an enumeration, and reads what is next to it.
     */
    private static String old(String dist) {
        return json().replaceAll(
                        "\"weightInitFn\" : \\{[^}]*\\}", "\"weightInit\" : \"DISTRIBUTION\", \"dist\" : " + dist);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tricks")
    void aClassThatIsNotAllowedIsNotLoaded(String how, String text, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("model"), text);
        assertThat(catchThrowable(() -> ModelFile.load(file, List.of("com.example.TameInit"))))
                .isInstanceOf(InvalidModelException.class)
                .message()
                .startsWith(file + " " + problem)
                .doesNotContain("\n");
    }

    /** It alone has to hold wherever the check of the tree knows too little of Jackson. */
    @Test
    void theGuardHoldsWithoutTheTreeCheck() throws Exception {
        GuardedTypes types = new GuardedTypes(new AllowedClasses(List.of()));
        assertThat(types.findClass("io.github.dl4jinit.HeInit")).isEqualTo(HeInit.class);
        assertThat(types.refused()).isNull();
        for (String name : List.of("com.example.Canary", "java.util.ArrayList<com.example.Canary>", "NamelessCanary")) {
            assertThat(catchThrowable(() -> types.constructFromCanonical(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(types.refused()).isEqualTo("NamelessCanary");
    }
}
