// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that this program was built as and with; the build writes them into a resource. */
public final class Versions {

    private static final Properties PROPERTIES = load();

    private Versions() {}

    /** This project's version. */
    public static String project() {
        return PROPERTIES.getProperty("version");
    }

    /** Deeplearning4j's version. */
    public static String dl4j() {
        return PROPERTIES.getProperty("dl4j");
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream stream = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
