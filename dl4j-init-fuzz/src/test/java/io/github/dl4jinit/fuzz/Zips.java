// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes what is in a zip and packs it again, so that its check sums are right; or changes the bytes of the zip. */
final class Zips {

    private static final List<String> NAMES = List.of(
            "configuration.json",
            "coefficients.bin",
            "updaterState.bin",
            "normalizer.bin",
            "preprocessor.bin",
            "../../outside",
            "a/b",
            "");

    private Zips() {}

    /** One of the zips with one to three changes. */
    static byte[] vary(RandomGenerator random, List<byte[]> zips) {
        byte[] zip = Texts.any(random, zips);
        if (random.nextInt(4) == 0) {
            return Bytes.vary(random, List.of(zip));
        }
        Map<String, byte[]> entries = unpacked(zip);
        if (entries.isEmpty()) {
            return Bytes.vary(random, zips);
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(random, entries, zips);
        }
        return packed(random, entries);
    }

    private static void change(RandomGenerator random, Map<String, byte[]> entries, List<byte[]> zips) {
        String name = Texts.any(random, List.copyOf(entries.keySet()));
        byte[] content = entries.get(name);
        switch (random.nextInt(8)) {
            case 0 -> entries.put(Texts.any(random, NAMES), content);
            case 1 -> entries.putAll(unpacked(Texts.any(random, zips)));
            case 2 -> entries.put(name, new byte[random.nextInt(1_000_000)]);
            default ->
                entries.put(
                        name,
                        name.endsWith(".json")
                                ? Trees.vary(random, List.of(content))
                                : Bytes.vary(random, List.of(content)));
        }
    }

    /** All that a message may quote: what is in the zip, or the bytes of what is none. */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        unpacked(bytes)
                .forEach((name, content) -> text.append(name).append(new String(content, StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static Map<String, byte[]> unpacked(byte[] zip) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException | IllegalArgumentException e) {
            return entries; // it was kept because it is broken
        }
        return entries;
    }

    private static byte[] packed(RandomGenerator random, Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(random.nextBoolean() ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
