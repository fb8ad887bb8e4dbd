// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.cli.chart.HeatMap.Axis;
import io.github.dl4jinit.cli.chart.HeatMap.Cell;
import io.github.dl4jinit.cli.chart.HeatMap.Curve;
import io.github.dl4jinit.cli.chart.HeatMap.Scale;
import io.github.dl4jinit.cli.file.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class HeatMapTest {

    private static final Scale SCALE = new Scale("mean test accuracy", 0, 1);
    private static final Color DARKEST = new Color(0x440154);
    private static final Color MIDDLE = new Color(0x21908C);
    private static final Color LIGHTEST = new Color(0xFDE725);
    private static final Color FIRST_CURVE = ChartStyle.colour(0);

    private static final Axis GAIN = new Axis("gain", List.of("1", "2", "4"));
    private static final Axis DEPTH = new Axis("depth", List.of("10", "50"));

    @TempDir
    Path folder;

    // Uneven, falling and logarithmic ticks: centres, between them, and beyond both ends with the slope beside them.
    @ParameterizedTest
    @CsvSource({
        "10 25 50 100 200, 10, 0",
        "10 25 50 100 200, 200, 4",
        "10 25 50 100 200, 17.5, 0.5",
        "10 25 50 100 200, 75, 2.5",
        "10 25 50 100 200, 120, 3.2",
        "10 25 50 100 200, 2.5, -0.5",
        "10 25 50 100 200, 250, 4.5",
        "8 4 2, 8, 0",
        "8 4 2, 3, 1.5",
        "8 4 2, 10, -0.5",
        "8 4 2, 1, 2.5",
        "0.001 0.01 1e-1, 0.0055, 0.5",
        "0.001 0.01 1e-1, 0.055, 1.5",
        "-1 0 3, -0.25, 0.75",
        "7, 7, 0"
    })
    void valuesBetweenTicksAreSpreadEvenly(String ticks, double value, double index) {
        assertThat(TickPositions.of(List.of(ticks.split(" "))).orElseThrow().of(value))
                .isCloseTo(index, within(1e-12));
    }

    @Test
    void someValuesLieNowhere() {
        TickPositions ticks = TickPositions.of(List.of("1", "2")).orElseThrow();
        assertThat(ticks.of(Double.NaN)).isNaN();
        assertThat(ticks.of(Double.POSITIVE_INFINITY)).isNaN();
        assertThat(TickPositions.of(List.of("1")).orElseThrow().of(1.5)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"he xavier", "1 2 he", "1 1", "1 2 2", "1 3 2", "3 1 2", "1 NaN", "1 1e999"})
    void notEveryAxisHasValues(String ticks) {
        assertThat(TickPositions.of(List.of(ticks.split(" ")))).isEmpty();
    }

    /** 0x777777 on white is the guidelines' well-known near miss of 4.5. */
    @Test
    void contrastIsThatOfTheGuidelines() {
        assertThat(ColourScale.contrast(Color.BLACK, Color.WHITE)).isCloseTo(21, within(1e-9));
        assertThat(ColourScale.contrast(Color.WHITE, new Color(0x777777))).isCloseTo(4.48, within(0.005));
        assertThat(ColourScale.luminance(Color.RED)).isCloseTo(0.2126, within(1e-9));
    }

    @Test
    void marksContrastWithEveryColour() {
        Stream.concat(colours().stream(), Stream.of(ColourScale.NO_NUMBER))
                .forEach(colour -> assertThat(ColourScale.contrast(ColourScale.textOn(colour), colour))
                        .as("%s", colour)
                        .isGreaterThanOrEqualTo(4.5));
        assertThat(ColourScale.textOn(DARKEST)).isEqualTo(Color.WHITE);
        assertThat(ColourScale.textOn(LIGHTEST)).isEqualTo(Color.BLACK);
    }

    /** CIE lightness, from 0 for black to 100 for white. */
    @Test
    void coloursGrowLighterEvenly() {
        List<Double> lightness = colours().stream()
                .map(colour -> 116 * Math.cbrt(ColourScale.luminance(colour)) - 16)
                .toList();
        for (int i = 1; i < lightness.size(); i++) {
            assertThat(lightness.get(i)).isGreaterThan(lightness.get(i - 1));
            double even = lightness.get(0) + i / 100.0 * (lightness.get(100) - lightness.get(0));
            assertThat(lightness.get(i)).isCloseTo(even, within(2.0));
        }
        assertThat(lightness.get(0)).isLessThan(20);
        assertThat(lightness.get(100)).isGreaterThan(90);
    }

    private static List<Color> colours() {
        ColourScale scale = new ColourScale(-3, 7);
        return IntStream.rangeClosed(0, 100)
                .mapToObj(i -> scale.getPaint(-3 + i / 10.0))
                .toList();
    }

    @Test
    void cellsHaveTheColoursOfTheirNumbers() {
        Picture picture = new Picture(map(
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
    void curvesLieWhereTheirValuesAre() {
        // (3, 30) lies between the columns of 2 and 4 and between both rows.
        Curve rising = new Curve("rising", points(1, 10, 2, 10, 3, 30, 4, 50));
        Picture picture = new Picture(plain(GAIN, DEPTH, rising));
        assertThat(picture.shows(FIRST_CURVE, 0.3, 0)).isTrue();
        assertThat(picture.shows(Color.WHITE, 0.3, 0)).as("halo").isTrue();
        assertThat(picture.shows(FIRST_CURVE, 1.5, 0.5)).isTrue();
        assertThat(picture.shows(FIRST_CURVE, 1.75, 0.75)).isTrue();
        for (double[] off : new double[][] {{0.3, 0.5}, {1.5, 0.2}, {2, 0.5}, {-0.2, 0}, {2.2, 1.2}, {1, 1}}) {
            assertThat(picture.dark(off[0] - 0.05, off[1] - 0.05, off[0] + 0.05, off[1] + 0.05))
                    .isTrue();
        }
        assertThat(picture.legend()).isEqualTo("rising");
    }

    @Test
    void curvesRunUpToTheBorderAndEndThere() {
        Curve across = new Curve("across", points(-1e300, 10, 1e300, 10));
        Curve up = new Curve("up", points(2, -1000, 2, 50, 2, 1e300));
        Curve outside = new Curve("outside", points(100, 0, 100, 100));
        Picture picture = new Picture(plain(GAIN, DEPTH, across, up, outside));
        assertThat(picture.shows(FIRST_CURVE, -0.49, 0)).isTrue();
        assertThat(picture.shows(FIRST_CURVE, 2.49, 0)).isTrue();
        assertThat(picture.colours(2.51, -0.1, 2.53, 0.1)).doesNotContain(FIRST_CURVE);
        assertThat(picture.shows(ChartStyle.colour(1), 1, 1.48)).isTrue();
        assertThat(picture.legend()).isEqualTo("across, up");
        XYPlot plot = picture.chart.getXYPlot();
        assertThat(plot.getDataset(3).getXValue(0, 0)).isCloseTo(-0.5, within(1e-9));
        assertThat(plot.getDataset(3).getXValue(0, 1)).isCloseTo(2.5, within(1e-9));
    }

    /** In the unit square: into it and out again, from as good as infinity, past a corner, and back after a break. */
    @Test
    void curvesAreClipped() {
        XYSeries clipped = ClippedCurve.of(
                "c",
                points(-1, 0.5, 0.5, 0.5, 0.5, 2, 0.75, 1e300, 0.75, 0.25, 0.75, Double.NaN, 2, 0.5, 0.5, 2, 0.9, -0.1),
                new Rectangle2D.Double(0, 0, 1, 1));
        assertThat(IntStream.range(0, clipped.getItemCount())
                        .mapToObj(i -> String.format(Locale.ROOT, "%.3f %.3f", clipped.getX(i), clipped.getY(i))))
                .containsExactly(
                        "0.000 0.500",
                        "0.500 0.500",
                        "0.500 1.000",
                        "NaN NaN",
                        "0.750 1.000",
                        "0.750 0.250",
                        "NaN NaN",
                        "0.690 1.000",
                        "0.881 0.000");
    }

    @Test
    void curvesBreakWhereTheyHaveNoValue() {
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Picture picture =
                    new Picture(plain(GAIN, DEPTH, new Curve("broken", points(0, 10, 1, 10, 2, none, 3, 10, 5, 10))));
            assertThat(picture.shows(FIRST_CURVE, -0.2, 0)).isTrue();
            assertThat(picture.shows(FIRST_CURVE, 2, 0)).isTrue();
            assertThat(picture.dark(0.1, -0.4, 1.4, 0.4)).isTrue();
        }
        // out of the grid above and back into it
        Picture picture = new Picture(plain(GAIN, DEPTH, new Curve("away", points(1, 10, 1, 500, 4, 500, 4, 10))));
        assertThat(picture.at(0, 1.4)).isEqualTo(FIRST_CURVE);
        assertThat(picture.at(2, 1.4)).isEqualTo(FIRST_CURVE);
        assertThat(picture.dark(0.1, -0.4, 1.9, 1.49)).isTrue();
    }

    @Test
    void axesOfNamesHaveNoCurves() {
        Axis schemes = new Axis("scheme", List.of("he", "xavier"));
        Picture picture = new Picture(plain(GAIN, schemes, new Curve("lost", points(1, 1, 4, 4))));
        assertThat(picture.legend()).isNull();
        assertThat(picture.dark(-0.4, -0.4, 2.4, 1.4)).isTrue();
        assertThat(new Picture(plain(GAIN, DEPTH)).legend()).isNull();
    }

    @Test
    void oneCellIsEnough() {
        Axis gain = new Axis("gain", List.of("1"));
        Axis depth = new Axis("depth", List.of("50"));
        Picture picture = new Picture(new HeatMap(
                "one",
                gain,
                depth,
                List.of(List.of(new Cell(1.0, "1.00"))),
                SCALE,
                List.of(new Curve("elsewhere", points(0, 50, 2, 50)))));
        assertThat(picture.at(-0.4, 0.4)).isEqualTo(LIGHTEST);
        assertThat(picture.marks()).extracting(XYTextAnnotation::getText).containsExactly("1.00");
        assertThat(picture.legend()).isNull();
        assertThat(picture.chart.getXYPlot().getDomainAxis().getRange()).isEqualTo(new Range(-0.5, 0.5));
    }

    @Test
    void marksStandInTheirCellsAndCurvesPassBehind() {
        Picture picture = new Picture(map(
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
    void marksShrinkWithTheCellsAndGiveWayToCurvesInSmallOnes() {
        assertThat(grid(4, 3, "0.89").marks())
                .hasSize(12)
                .allMatch(mark -> mark.getFont().getSize() == 14);
        Picture picture = grid(30, 20, "0.89");
        assertThat(picture.marks()).hasSize(600).allMatch(mark -> mark.getFont().getSize() >= 9);
        assertThat(grid(30, 20, "0.89", new Curve("along", points(-5, 3, 50, 3, 50, Double.NaN, -9, 3, 50, 3)))
                        .marks())
                .hasSize(570)
                .noneMatch(mark -> mark.getY() == 3);
    }

    @Test
    void marksTooSmallToBeReadAreLeftOutButForSigns() {
        assertThat(grid(60, 20, "0.89").marks()).isEmpty();
        assertThat(grid(60, 20, "×").marks()).hasSize(1200);
        assertThat(grid(60, 60, "×").marks()).isEmpty();
        BiFunction<Integer, Integer, Cell> mixed = (x, y) -> x == 7 ? new Cell(null, "×") : new Cell(0.0, "0.89");
        assertThat(grid(60, 20, mixed).marks()).hasSize(20).allMatch(mark -> mark.getX() == 7);
    }

    @Test
    void longTicksLeaveRoomForTheCells() {
        String scheme = "he(" + "gain=1.4142,".repeat(10) + "mode=fan_out)";
        Axis schemes = new Axis("scheme", List.of(scheme, "he"));
        for (Picture picture : List.of(
                new Picture(plain(GAIN, schemes)),
                new Picture(plain(
                        new Axis("", Stream.generate(() -> scheme).limit(6).toList()), DEPTH)))) {
            assertThat(picture.cells.getWidth()).isGreaterThan(500);
            assertThat(picture.cells.getHeight()).isGreaterThan(250);
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
        List<Path> files = PictureFile.write(AtomicFile.folder(folder), "heat", map.chart());
        BufferedImage png = ImageIO.read(files.get(0).toFile());
        assertThat(png.getWidth()).isEqualTo(960);
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

    private static List<Point2D.Double> points(double... coordinates) {
        return IntStream.range(0, coordinates.length / 2)
                .mapToObj(i -> new Point2D.Double(coordinates[2 * i], coordinates[2 * i + 1]))
                .toList();
    }

    private static HeatMap map(Axis x, Axis y, List<List<Cell>> rows, Curve... curves) {
        return new HeatMap("a map", x, y, rows, SCALE, List.of(curves));
    }

    /** All of one colour. */
    private static HeatMap plain(Axis x, Axis y, Curve... curves) {
        return map(x, y, rows(x, y, (column, row) -> new Cell(0.0, "")), curves);
    }

    private static Picture grid(int columns, int rows, String mark, Curve... curves) {
        return grid(columns, rows, (column, row) -> new Cell(0.0, mark), curves);
    }

    private static Picture grid(int columns, int rows, BiFunction<Integer, Integer, Cell> cell, Curve... curves) {
        Axis x = numbered(columns);
        Axis y = numbered(rows);
        return new Picture(map(x, y, rows(x, y, cell), curves));
    }

    private static Axis numbered(int ticks) {
        return new Axis(
                "number", IntStream.range(0, ticks).mapToObj(String::valueOf).toList());
    }

    private static List<List<Cell>> rows(Axis x, Axis y, BiFunction<Integer, Integer, Cell> cell) {
        return IntStream.range(0, y.ticks().size())
                .mapToObj(row -> IntStream.range(0, x.ticks().size())
                        .mapToObj(column -> cell.apply(column, row))
                        .toList())
                .toList();
    }

    /** A chart as it is seen. Places are in columns and rows, whose centres are at whole numbers. */
    private static final class Picture {

        private final JFreeChart chart;
        private final BufferedImage image =
                new BufferedImage(PictureFile.WIDTH, PictureFile.HEIGHT, BufferedImage.TYPE_INT_RGB);
        private final Rectangle2D cells;
        private final Range columns;
        private final Range rows;

        Picture(HeatMap map) {
            chart = map.chart();
            ChartRenderingInfo info = new ChartRenderingInfo();
            Graphics2D graphics = image.createGraphics();
            chart.draw(graphics, new Rectangle2D.Double(0, 0, image.getWidth(), image.getHeight()), info);
            graphics.dispose();
            cells = info.getPlotInfo().getDataArea();
            columns = new Range(-0.5, map.x().ticks().size() - 0.5);
            rows = new Range(-0.5, map.y().ticks().size() - 0.5);
        }

        int x(double column) {
            return (int)
                    (cells.getMinX() + (column - columns.getLowerBound()) / columns.getLength() * cells.getWidth());
        }

        int y(double row) {
            return (int) (cells.getMaxY() - (row - rows.getLowerBound()) / rows.getLength() * cells.getHeight());
        }

        Color at(double column, double row) {
            return new Color(image.getRGB(x(column), y(row)));
        }

        /** Whether all pixels have the darkest colour; where cells meet rounding makes some a little lighter. */
        boolean dark(double left, double bottom, double right, double top) {
            return colours(left, bottom, right, top).stream()
                    .allMatch(colour -> colour.getRed() < 80 && colour.getGreen() < 20 && colour.getBlue() < 100);
        }

        /** Distinct. */
        Set<Color> colours(double left, double bottom, double right, double top) {
            return IntStream.rangeClosed(x(left), x(right))
                    .boxed()
                    .flatMap(x -> IntStream.rangeClosed(y(top), y(bottom)).mapToObj(y -> new Color(image.getRGB(x, y))))
                    .collect(Collectors.toSet());
        }

        /** Whether a pixel there, or within 4 of it, has the colour. */
        boolean shows(Color colour, double column, double row) {
            return IntStream.rangeClosed(-4, 4).anyMatch(dx -> IntStream.rangeClosed(-4, 4)
                    .anyMatch(dy -> image.getRGB(x(column) + dx, y(row) + dy) == colour.getRGB()));
        }

        List<XYTextAnnotation> marks() {
            return chart.getXYPlot().getAnnotations().stream()
                    .map(XYTextAnnotation.class::cast)
                    .toList();
        }

        /** The names in it, {@code null} if there is none. */
        String legend() {
            return chart.getLegend() == null
                    ? null
                    : IntStream.range(0, chart.getXYPlot().getLegendItems().getItemCount())
                            .mapToObj(i ->
                                    chart.getXYPlot().getLegendItems().get(i).getLabel())
                            .collect(Collectors.joining(", "));
        }
    }
}
