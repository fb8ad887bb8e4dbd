// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A font for systems without any, as containers are. Java needs a file that lists fonts even to load one, and fails
 * where neither it nor fontconfig has one; so it is given a list of one font, DejaVu Sans, for every name.
 */
public final class OwnFont {

    private static final String FILE = "DejaVuSans.ttf";

    /** What Java calls a font of no particular foundry, weight or size, whose characters are numbered by Unicode. */
    private static final String NAME = "-misc-dejavu sans-medium-r-normal--*-%d-*-*-p-*-iso10646-1";

    /** Where Java looks for a list of fonts before it asks the system; each character is in the only font. */
    private static final String PROPERTY = "sun.awt.fontconfig";

    private static boolean asked;

    private OwnFont() {}

    /**
     * Gives Java a font if it finds none. To be called before anything is drawn.
     *
     * @throws IOException if it needs one and there is no place for its file
     */
    public static synchronized void giveIfNeeded() throws IOException {
        if (!asked) {
            asked = true;
            try {
                measure();
            } catch (RuntimeException | Error e) { // whatever Java throws where there are no fonts
                give(e);
            }
        }
    }

    private static void measure() {
        new Font(Font.SANS_SERIF, Font.PLAIN, 1).getStringBounds("x", new FontRenderContext(null, true, true));
    }

    private static void give(Throwable reason) throws IOException {
        try {
            Path folder = temporary(Files.createTempDirectory("dl4j-init-font"));
            Path font = temporary(folder.resolve(FILE));
            try (InputStream in = OwnFont.class.getResourceAsStream(FILE)) {
                Files.copy(in, font);
            }
            Path list = temporary(folder.resolve("fonts.properties"));
            Files.writeString(
                    list,
                    "version=1\nsequence.allfonts=latin-1\nallfonts.latin-1=" + NAME + "\nfilename."
                            + NAME.replace(' ', '_') + "=" + font + "\n");
            System.setProperty(PROPERTY, list.toString());
        } catch (IOException e) {
            reason.addSuppressed(e);
            throw new IOException("there is no font, and no place for the file of ours", reason);
        }
    }

    /** It is taken away when the program ends, files before their folder. */
    private static Path temporary(Path path) {
        path.toFile().deleteOnExit();
        return path;
    }
}
