// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown document of this project, as what the tests look at.
 *
 * @param path from the project's folder
 * @param text all of it
 * @param anchors what a link may name after {@code #}: the headings, as GitHub writes them
 * @param links where its links and pictures lead
 * @param code fences and code within sentences, in their order
 */
record Document(Path path, String text, Set<String> anchors, List<String> links, List<CodeText> code) {

    /** The project's folder: tests run in their module's. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern PICTURE = Pattern.compile("<img[^>]*\\ssrc=\"([^\"]*)\"");
    private static final Pattern GIVEN = Pattern.compile("<!-- given:\\s(.*?)-->", Pattern.DOTALL);
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    /**
     * Code in a document.
     *
     * @param place the document and the line
     * @param section the document and the heading
     * @param fence whether it is a block of its own and not part of a sentence
     * @param language what a fence says it holds, or nothing
     * @param given what a comment {@code <!-- given: … -->} of its section declares before it
     */
    record CodeText(String place, String section, boolean fence, String language, String text, String given) {

        boolean isFence(String ofLanguage) {
            return fence && language.equals(ofLanguage);
        }
    }

    /** README, the other documents beside it, and those in {@code docs/}. */
    static List<Document> all() {
        try (Stream<Path> beside = Files.list(PROJECT);
                Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(beside, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All code of all documents. */
    static Stream<CodeText> allCode() {
        return all().stream().flatMap(document -> document.code().stream());
    }

    static Document named(String path) {
        return read(PROJECT.resolve(path));
    }

    private static Document read(Path file) {
        try {
            return parse(PROJECT.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document parse(Path path, String text) {
        Reader reader = new Reader(path);
        PARSER.parse(text).accept(reader);
        return new Document(path, text, Set.copyOf(reader.anchors), reader.links, reader.code);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Collects what a document holds, from its first line to its last. */
    private static final class Reader extends AbstractVisitor {

        private final Path path;
        private final IdGenerator ids = IdGenerator.builder().build();
        private final List<String> anchors = new ArrayList<>();
        private final List<String> links = new ArrayList<>();
        private final List<CodeText> code = new ArrayList<>();
        private String given = "";

        Reader(Path path) {
            this.path = path;
        }

        @Override
        public void visit(Heading heading) {
            anchors.add(ids.generateId(words(heading)));
            given = "";
            visitChildren(heading);
        }

        private static String words(Node parent) {
            StringBuilder words = new StringBuilder();
            parent.accept(new AbstractVisitor() {
                @Override
                public void visit(Text text) {
                    words.append(text.getLiteral());
                }

                @Override
                public void visit(Code code) {
                    words.append(code.getLiteral());
                }
            });
            return words.toString();
        }

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(image.getDestination());
        }

        @Override
        public void visit(HtmlBlock html) {
            given = all(GIVEN, html.getLiteral()).collect(Collectors.joining("\n", given, ""));
            all(PICTURE, html.getLiteral()).forEach(links::add);
        }

        @Override
        public void visit(HtmlInline html) {
            all(PICTURE, html.getLiteral()).forEach(links::add);
        }

        private static Stream<String> all(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.results().map((MatchResult match) -> match.group(1));
        }

        @Override
        public void visit(FencedCodeBlock fence) {
            String language = fence.getInfo() == null ? "" : fence.getInfo().strip();
            add(fence, true, language, fence.getLiteral().stripTrailing());
        }

        @Override
        public void visit(Code inline) {
            add(inline, false, "", inline.getLiteral());
        }

        private void add(Node node, boolean fence, String language, String text) {
            int line = node.getSourceSpans().get(0).getLineIndex() + 1;
            String section = path + "#" + (anchors.isEmpty() ? "" : anchors.get(anchors.size() - 1));
            code.add(new CodeText(path + ":" + line, section, fence, language, text, given));
        }
    }
}
