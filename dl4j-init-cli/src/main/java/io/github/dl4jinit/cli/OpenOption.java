// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.awt.Desktop;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option to look at a page in the desktop's browser at once. */
final class OpenOption {

    @Option(names = "--open", description = "Open the page in the browser; where there is no desktop, say where it is.")
    private boolean asked;

    /** Opens a page in a file, if that was asked for. What keeps it from being opened is a sentence, and no failure. */
    void open(Path page, PrintWriter complaints) {
        open(page.toUri(), page.toAbsolutePath().toString(), complaints);
    }

    /** Opens the page at an address, if that was asked for. */
    void open(URI page, PrintWriter complaints) {
        open(page, page.toString(), complaints);
    }

    private void open(URI page, String name, PrintWriter complaints) {
        if (asked) {
            String hindrance = hindrance(page);
            if (hindrance != null) {
                complaints.println("the page is not opened, because " + hindrance + "; open " + name + " in a browser");
                complaints.flush();
            }
        }
    }

    /** Opens a page and returns {@code null}, or what is in the way. */
    private static String hindrance(URI page) {
        try {
            if (!Desktop.isDesktopSupported()) {
                return "there is no desktop here";
            }
            if (!Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
                return "the desktop here opens no pages";
            }
            Desktop.getDesktop().browse(page);
            return null;
        } catch (IOException | RuntimeException | LinkageError e) { // Java throws plain errors without libraries of X
            return "the desktop does not do it (" + e.getMessage() + ")";
        }
    }
}
