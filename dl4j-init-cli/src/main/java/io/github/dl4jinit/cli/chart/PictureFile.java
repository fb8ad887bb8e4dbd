// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.cli.file.AtomicFile;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/** Writes a chart as PNG and as SVG. */
public final class PictureFile {

    static final int WIDTH = 960;
    static final int HEIGHT = 600;

    private PictureFile() {}

    /** Writes {@code name.png} and {@code name.svg} and returns their paths. */
    public static List<Path> write(AtomicFile.Folder folder, String name, JFreeChart chart) throws IOException {
        Path png = folder.write(name + ".png", out -> ChartUtils.writeChartAsPNG(out, chart, WIDTH, HEIGHT));
        Path svg = folder.write(name + ".svg", out -> {
            SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
            chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
            graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            graphics.stream(writer, true);
            writer.flush();
        });
        return List.of(png, svg);
    }

    private static Document emptySvg() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java has an XML document builder", e);
        }
    }
}
