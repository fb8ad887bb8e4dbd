// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import io.github.dl4jinit.documents.Document.CodeText;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * Java code of a document as a class that can be compiled. A program, which has a {@code main}, is taken as it is.
 * Anything else is a fragment: statements, an expression, or the continuation of a network's builder
 * ({@code .weightInit(…)}). It sees {@link #IMPORTS}, the imports that it shows itself, and what a comment {@code <!--
 * given: … -->} of its section declares.
 */
record Snippet(CodeText code, String className, String source) {

    /** What an IDE imports for a reader: this project's packages, and DL4J's that users need. */
    static final List<String> IMPORTS = List.of(
            "io.github.dl4jinit.*",
            "io.github.dl4jinit.activation.*",
            "io.github.dl4jinit.lab.data.*",
            "io.github.dl4jinit.lab.scheme.*",
            "io.github.dl4jinit.lab.comparison.*",
            "io.github.dl4jinit.lab.sweep.*",
            "io.github.dl4jinit.lab.training.*",
            "io.github.dl4jinit.lab.trial.*",
            "io.github.dl4jinit.lab.tune.*",
            "io.github.dl4jinit.network.*",
            "io.github.dl4jinit.signal.*",
            "io.github.dl4jinit.signal.ui.*",
            "io.github.dl4jinit.theory.*",
            "java.nio.file.Path",
            "java.util.List",
            "org.deeplearning4j.core.storage.StatsStorageRouter",
            "org.deeplearning4j.nn.conf.*",
            "org.deeplearning4j.nn.conf.layers.*",
            "org.deeplearning4j.nn.graph.*",
            "org.deeplearning4j.nn.multilayer.*",
            "org.nd4j.autodiff.samediff.*",
            "org.nd4j.linalg.activations.*",
            "org.nd4j.linalg.activations.impl.*",
            "org.nd4j.linalg.api.buffer.DataType",
            "org.nd4j.linalg.dataset.DataSet",
            "org.nd4j.linalg.dataset.api.iterator.DataSetIterator");

    private static final Pattern PROGRAM = Pattern.compile("class (\\w+)[^{]*\\{.*static void main\\(", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("^import .*;\\R?", Pattern.MULTILINE);

    /** Any code of a document as a snippet, if it is Java: a fence that says so, or within a sentence a statement. */
    static Optional<Snippet> of(CodeText code, int number) {
        boolean java = code.fence() ? code.language().equals("java") : isStatement(code.text());
        if (!java) {
            return Optional.empty();
        }
        Matcher program = PROGRAM.matcher(code.text());
        if (program.find()) {
            return Optional.of(new Snippet(code, program.group(1), code.text()));
        }
        String name = "Fragment" + number;
        return Optional.of(new Snippet(code, name, fragment(name, code)));
    }

    /** Within a sentence, only what a reader would paste: with its arguments, and to its end. */
    private static boolean isStatement(String text) {
        return !text.contains("…") && text.matches("\\.weightInit\\(.*\\)|new \\w+\\(.*\\)|\\w.*\\(.*\\);");
    }

    private static String fragment(String name, CodeText code) {
        String own = IMPORT.matcher(code.text())
                .results()
                .map(match -> match.group().strip())
                .collect(Collectors.joining(" "));
        String statements = IMPORT.matcher(code.text()).replaceAll("").strip();
        return IMPORTS.stream().map(type -> "import " + type + ";").collect(Collectors.joining(" ", "", " "))
                + own
                + "\nclass " + name + " {\n"
                + code.given()
                + "\nvoid run() throws Exception {\n"
                + (statements.startsWith(".") ? "new NeuralNetConfiguration.Builder()" : "")
                + statements
                + "\n;\n}\n}\n";
    }

    boolean isProgram() {
        return PROGRAM.matcher(source).find() && source.equals(code.text());
    }

    /** For the compiler; in its messages the place in the document stands for the name of a file. */
    JavaFileObject file() {
        return new SimpleJavaFileObject(URI.create("snippet:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }

            @Override
            public String toString() {
                return code.place();
            }
        };
    }

    @Override
    public String toString() {
        return code.place();
    }
}
