// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.cli.file.AtomicFile;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/** A chart as PNG and as SVG. */
public final class PictureFile {

    static final int WIDTH = 960;
    static final int HEIGHT = 600;

    /** Dots of a PNG for each pixel of a picture: screens have two, and paper more. */
    static final int DENSITY = 2;

    static {
        ImageIO.setUseCache(false); // which is a file in a temporary folder that may be full or not be there
    }

    private final byte[] png;
    private final byte[] svg;

    private PictureFile(byte[] png, byte[] svg) {
        this.png = png;
        this.svg = svg;
    }

    /** Draws a chart. Where there are no fonts Java throws what it likes, errors included. */
    public static PictureFile drawn(JFreeChart chart) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ChartUtils.writeScaledChartAsPNG(png, chart, WIDTH, HEIGHT, DENSITY, DENSITY);
        SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        StringWriter svg = new StringWriter();
        graphics.stream(svg, true);
        return new PictureFile(png.toByteArray(), svg.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes {@code name.png} and {@code name.svg} and returns their paths. */
    public List<Path> write(AtomicFile.Folder folder, String name) throws IOException {
        return List.of(
                folder.write(name + ".png", out -> out.write(png)), folder.write(name + ".svg", out -> out.write(svg)));
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
