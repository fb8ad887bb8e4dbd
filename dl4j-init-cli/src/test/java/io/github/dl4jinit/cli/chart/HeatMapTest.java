// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static io.github.dl4jinit.cli.chart.HeatMaps.DARKEST;
import static io.github.dl4jinit.cli.chart.HeatMaps.DEPTH;
import static io.github.dl4jinit.cli.chart.HeatMaps.FIRST_CURVE;
import static io.github.dl4jinit.cli.chart.HeatMaps.GAIN;
import static io.github.dl4jinit.cli.chart.HeatMaps.LIGHTEST;
import static io.github.dl4jinit.cli.chart.HeatMaps.MIDDLE;
import static io.github.dl4jinit.cli.chart.HeatMaps.SCALE;
import static io.github.dl4jinit.cli.chart.HeatMaps.grid;
import static io.github.dl4jinit.cli.chart.HeatMaps.map;
import static io.github.dl4jinit.cli.chart.HeatMaps.plain;
import static io.github.dl4jinit.cli.chart.HeatMaps.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dl4jinit.cli.chart.HeatMap.Axis;
import io.github.dl4jinit.cli.chart.HeatMap.Cell;
import io.github.dl4jinit.cli.chart.HeatMap.Curve;
import io.github.dl4jinit.cli.chart.HeatMap.Scale;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Cells, marks and ticks of a heat map. */
class HeatMapTest {

    @TempDir
    Path folder;

    @Test
    void cellsHaveTheColoursOfTheirNumbers() {
        DrawnMap picture = new DrawnMap(map(
                GAIN,
                DEPTH,
                List.of(
                        List.of(new Cell(0.0, ""), new Cell(0.5, ""), new Cell(1.0, "")),
                        List.of(new Cell(-9.0, ""), new Cell(null, ""), new Cell(Double.POSITIVE_INFINITY, "")))));
        assertThat(picture.at(0, 0)).isEqualTo(DARKEST);
        assertThat(picture.at(1, 0)).isEqualTo(MIDDLE);
        assertThat(picture.at(2, 0)).isEqualTo(LIGHTEST);
        assertThat(picture.at(0, 1)).isEqualTo(DARKEST);
        assertThat(picture.at(2, 1)).isEqualTo(LIGHTEST);
        assertThat(picture.at(0.45, 0.45)).isEqualTo(DARKEST);
        assertThat(picture.at(0.55, 0.45)).isEqualTo(MIDDLE);
        // grey and hatched
        assertThat(picture.colours(0.6, 0.6, 1.4, 1.4))
                .contains(ColourScale.NO_NUMBER)
                .hasSizeGreaterThan(5)
                .allMatch(colour -> colour.getRed() == colour.getBlue());
    }

    @Test
    void oneCellIsEnough() {
        Axis gain = new Axis("gain", List.of("1"));
        Axis depth = new Axis("depth", List.of("50"));
        DrawnMap picture = new DrawnMap(new HeatMap(
                "one",
                gain,
                depth,
                List.of(List.of(new Cell(1.0, "1.00"))),
                SCALE,
                List.of(new Curve("elsewhere", points(0, 50, 2, 50)))));
        assertThat(picture.at(-0.4, 0.4)).isEqualTo(LIGHTEST);
        assertThat(picture.marks()).extracting(XYTextAnnotation::getText).containsExactly("1.00");
        assertThat(picture.legend()).isNull();
        assertThat(picture.chart().getXYPlot().getDomainAxis().getRange()).isEqualTo(new Range(-0.5, 0.5));
    }

    @Test
    void marksStandInTheirCellsAndCurvesPassBehind() {
        DrawnMap picture = new DrawnMap(map(
                GAIN,
                DEPTH,
                List.of(
                        List.of(new Cell(0.0, "0.00"), new Cell(1.0, "1.00"), new Cell(null, "×")),
                        List.of(new Cell(0.0, ""), new Cell(0.0, ""), new Cell(0.0, ""))),
                new Curve("across", points(0, 10, 5, 10))));
        assertThat(picture.marks())
                .extracting(XYTextAnnotation::getText, XYTextAnnotation::getX, XYTextAnnotation::getY)
                .containsExactly(tuple("0.00", 0.0, 0.0), tuple("1.00", 1.0, 0.0), tuple("×", 2.0, 0.0));
        assertThat(picture.colours(-0.04, -0.04, 0.04, 0.04))
                .contains(Color.WHITE)
                .doesNotContain(FIRST_CURVE);
        assertThat(picture.colours(0.96, -0.04, 1.04, 0.04))
                .contains(Color.BLACK)
                .doesNotContain(FIRST_CURVE);
        assertThat(picture.shows(FIRST_CURVE, 0.3, 0)).isTrue();
    }

    @Test
    void marksShrinkWithTheCellsAndStandOverCurvesInSmallOnes() {
        assertThat(grid(4, 3, "0.89").marks())
                .hasSize(12)
                .allMatch(mark -> mark.getFont().getSize() == 14);
        DrawnMap picture = grid(30, 20, "0.89");
        assertThat(picture.marks()).hasSize(600).allMatch(mark -> mark.getFont().getSize() >= 7);
        assertThat(grid(30, 20, "0.89", new Curve("along", points(-5, 3, 50, 3, 50, Double.NaN, -9, 3, 50, 3)))
                        .marks())
                .hasSize(600);
    }

    @Test
    void marksTooSmallToBeReadAreLeftOutButForSigns() {
        assertThat(grid(90, 20, "0.89").marks()).isEmpty();
        assertThat(grid(60, 20, "×").marks()).hasSize(1200);
        assertThat(grid(60, 90, "×").marks()).isEmpty();
        BiFunction<Integer, Integer, Cell> mixed = (x, y) -> x == 7 ? new Cell(null, "×") : new Cell(0.0, "0.89");
        assertThat(grid(90, 20, mixed).marks()).hasSize(20).allMatch(mark -> mark.getX() == 7);
    }

    @Test
    void longTicksLeaveRoomForTheCells() {
        String scheme = "he(" + "gain=1.4142,".repeat(10) + "mode=fan_out)";
        Axis schemes = new Axis("scheme", List.of(scheme, "he"));
        for (DrawnMap picture : List.of(
                new DrawnMap(plain(GAIN, schemes)),
                new DrawnMap(plain(
                        new Axis("", Stream.generate(() -> scheme).limit(6).toList()), DEPTH)))) {
            assertThat(picture.cells().getWidth()).isGreaterThan(500);
            assertThat(picture.cells().getHeight()).isGreaterThan(250);
        }
    }

    @Test
    void picturesHoldTheTexts() throws Exception {
        HeatMap map = map(
                GAIN,
                new Axis("scheme", List.of("he", "lsuv")),
                List.of(
                        List.of(new Cell(0.0, "0.00"), new Cell(0.5, "0.50"), new Cell(1.0, "1.00")),
                        List.of(new Cell(null, "×"), new Cell(null, ""), new Cell(0.1, "0.10"))));
        List<Path> files = PictureFile.drawn(HeatMapChart.of(map)).write(AtomicFile.folder(folder), "heat");
        BufferedImage png = ImageIO.read(files.get(0).toFile());
        assertThat(png.getWidth()).isEqualTo(2 * 960);
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document svg = parsers.newDocumentBuilder().parse(files.get(1).toFile());
        List<String> texts = IntStream.range(0, svg.getElementsByTagName("text").getLength())
                .mapToObj(i -> svg.getElementsByTagName("text")
                        .item(i)
                        .getTextContent()
                        .strip())
                .toList();
        assertThat(texts)
                .contains("a map", "gain", "1", "2", "4", "he", "lsuv") // labels that stand upright are outlines
                .contains("0.00", "0.50", "1.00", "×", "0.10");
    }

    @Test
    void checksWhatItIsGiven() {
        assertThatThrownBy(() -> new Scale("loss", 1, 1)).hasMessageContaining("scale must be finite and rising");
        assertThatThrownBy(() -> new Scale("loss", 1, Double.NaN)).hasMessageContaining("received 1.0 to NaN");
        assertThatThrownBy(() -> new Cell(Double.NaN, "")).hasMessageContaining("value must be a number or null");
        assertThatThrownBy(() -> new Axis("gain", List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> map(GAIN, DEPTH, List.of())).hasMessageContaining("one for each tick of y");
        assertThatThrownBy(() -> map(GAIN, DEPTH, List.of(List.of(), List.of())))
                .hasMessageContaining("one for each tick of x");
        assertThatThrownBy(() -> plain(GAIN, DEPTH, new Curve("a", List.of()), new Curve("a", List.of())))
                .hasMessageContaining("distinct");
    }
}
