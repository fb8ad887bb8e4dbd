// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The page without its data. Library and data are compressed and written in Base64, whose letters can end no element,
 * whatever the data says; the browser unpacks them. Nothing is run but the page's own two scripts, which its security
 * policy names by their hashes, and nothing is asked of any network.
 */
final class PageTemplate {

    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS = List.of(
            "base.js",
            "table.js",
            "chart.js",
            "curves.js",
            "compare.js",
            "heatmap.js",
            "sweep.js",
            "tune.js",
            "layers.js",
            "graph.js",
            "probe.js",
            "training.js",
            "follow.js",
            "page.js");

    /** The library of the charts, which the build takes out of its WebJar. */
    private static final String LIBRARY = "echarts.min.js";

    private static final String DATA = "{{data}}";

    /** It takes longer to compress than all else, and is always the same. */
    private static final class Library {

        static final String PACKED;
        static final String HASH;

        static {
            byte[] library = bytes(LIBRARY);
            PACKED = packed(library);
            HASH = hash(library);
        }
    }

    private final String beforeData;
    private final String afterData;

    private PageTemplate(String beforeData, String afterData) {
        this.beforeData = beforeData;
        this.afterData = afterData;
    }

    /**
     * The template.
     *
     * @param connect what the page may connect to, in the words of a content security policy
     */
    static PageTemplate of(String connect) {
        StringBuilder script = new StringBuilder();
        SCRIPTS.forEach(name -> script.append(text(name)).append('\n'));
        String page = text("page.html")
                .replace("{{hashes}}", hash(script.toString().getBytes(StandardCharsets.UTF_8)) + " " + Library.HASH)
                .replace("{{connect}}", connect)
                .replace("{{css}}", text("page.css"))
                .replace("{{library}}", Library.PACKED)
                .replace("{{script}}", script);
        int data = page.indexOf(DATA);
        return new PageTemplate(page.substring(0, data), page.substring(data + DATA.length()));
    }

    /** The page with its data, which {@link #packed} has packed. */
    byte[] with(String packedData) {
        return (beforeData + packedData + afterData).getBytes(StandardCharsets.UTF_8);
    }

    /** Compressed, and in Base64. */
    static String packed(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static String hash(byte[] script) {
        byte[] digest = Sha256.start().digest(script);
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    private static String text(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program has no " + resource + ": it is not built whole");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
