// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.chart.OwnFont;
import io.github.dl4jinit.cli.chart.PictureFile;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;

/**
 * The files of a report, written after the report was printed. A picture or page that cannot be made, as on a machine
 * without fonts, costs a sentence and no more: what was measured is in the other files.
 */
public final class ReportFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicFile.Folder folder;
    private final PrintWriter complaints;
    private final List<Path> written = new ArrayList<>();
    private boolean complete = true;

    /**
     * No files yet.
     *
     * @param folder where to write
     * @param complaints told which pictures and pages cannot be made
     */
    public ReportFiles(AtomicFile.Folder folder, PrintWriter complaints) {
        this.folder = folder;
        this.complaints = complaints;
    }

    /**
     * The files in a folder that a user names, which is made if it is missing; none if the user names none.
     *
     * @throws IOException if the folder cannot be made
     */
    public static Optional<ReportFiles> in(Path folder, PrintWriter complaints) throws IOException {
        return folder == null ? Optional.empty() : Optional.of(new ReportFiles(AtomicFile.folder(folder), complaints));
    }

    /** The place for the files. */
    AtomicFile.Folder folder() {
        return folder;
    }

    /** Writes a file of data. */
    void write(String name, AtomicFile.Content content) throws IOException {
        written.add(folder.write(name, content));
    }

    /** Writes a value as JSON. */
    void writeJson(String name, Object value) throws IOException {
        write(name, out -> JSON.writerWithDefaultPrettyPrinter().writeValue(out, value));
    }

    /**
     * Draws a picture and writes it as {@code name.png} and {@code name.svg}.
     *
     * @throws IOException if it was drawn and cannot be written; the message names the file
     */
    void draw(String name, Supplier<JFreeChart> chart) throws IOException {
        PictureFile picture;
        try {
            OwnFont.giveIfNeeded();
            picture = PictureFile.drawn(chart.get());
        } catch (IOException | RuntimeException | Error e) { // Java throws plain errors where fonts are missing
            complain("the picture " + name + " cannot be drawn: ", e);
            return;
        }
        written.addAll(picture.write(folder, name));
    }

    /** What makes a file. */
    public interface Maker {
        /** Makes the content of a file. */
        byte[] make() throws IOException;
    }

    /**
     * Makes a file for people and writes it. Like a picture it costs a sentence if it cannot be made.
     *
     * @return where it is; empty if it cannot be made
     * @throws IOException if it was made and cannot be written; the message names the file
     */
    public Optional<Path> make(String name, Maker maker) throws IOException {
        byte[] content;
        try {
            content = maker.make();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            complain(name + " cannot be made: ", e);
            return Optional.empty();
        }
        Path file = folder.write(name, out -> out.write(content));
        written.add(file);
        return Optional.of(file);
    }

    private void complain(String what, Throwable why) {
        complete = false;
        complaints.println(what + reason(why));
        complaints.flush();
    }

    /**
     * What is wrong lies deepest; Java knows no better word for missing fonts than that something of theirs is null.
     */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return reason.toLowerCase(Locale.ROOT).contains("font")
                ? "Java finds no fonts; install fontconfig and a font, such as fonts-dejavu-core (" + reason + ")"
                : reason;
    }

    /** Whether every picture and page was made. */
    public boolean complete() {
        return complete;
    }

    /** Prints which files were written, if any. */
    public void print(PrintWriter out) {
        if (!written.isEmpty()) {
            out.println("written:");
            written.forEach(file -> out.println("  " + file));
            out.flush();
        }
    }

    /** The files written, in order. */
    List<Path> written() {
        return List.copyOf(written);
    }
}
