// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.chart.ChartStyle;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture that cannot be drawn is a sentence, and the other files are there. */
class ReportFilesTest {

    @TempDir
    Path folder;

    private final StringWriter complaints = new StringWriter();

    @Test
    void aPictureThatCannotBeDrawnIsASentence() throws Exception {
        ReportFiles files = new ReportFiles(AtomicFile.folder(folder), new PrintWriter(complaints));
        files.draw("loss", () -> {
            // As Java 17 has it in a container without fonts.
            throw new InternalError(new RuntimeException("Fontconfig head is null, check your fonts"));
        });
        files.draw("accuracy", () -> {
            throw new IllegalStateException("too many dots");
        });
        files.write("results.csv", out -> out.write(1));
        files.draw("drawn", () -> ChartStyle.chart("title", new XYPlot(), false));

        assertThat(complaints.toString().lines())
                .containsExactly(
                        "the picture loss cannot be drawn: Java finds no fonts; install fontconfig and a font, such as"
                                + " fonts-dejavu-core (Fontconfig head is null, check your fonts)",
                        "the picture accuracy cannot be drawn: too many dots");
        assertThat(files.complete()).isFalse();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("results.csv", "drawn.png", "drawn.svg");
        StringWriter told = new StringWriter();
        files.print(new PrintWriter(told));
        assertThat(told.toString().lines()).hasSize(4).startsWith("written:");
    }

    /** ImageIO's cache is a file in the temporary folder, which may be full or not be there. */
    @Test
    void picturesNeedNoTemporaryFolder() throws Exception {
        ReportFiles files = new ReportFiles(AtomicFile.folder(folder), new PrintWriter(complaints));
        files.draw("drawn", () -> ChartStyle.chart("title", new XYPlot(), false));
        assertThat(ImageIO.getUseCache()).isFalse();
        assertThat(files.complete()).isTrue();
    }
}
