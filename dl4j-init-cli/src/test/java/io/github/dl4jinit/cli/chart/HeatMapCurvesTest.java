// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static io.github.dl4jinit.cli.chart.HeatMaps.DEPTH;
import static io.github.dl4jinit.cli.chart.HeatMaps.FIRST_CURVE;
import static io.github.dl4jinit.cli.chart.HeatMaps.GAIN;
import static io.github.dl4jinit.cli.chart.HeatMaps.plain;
import static io.github.dl4jinit.cli.chart.HeatMaps.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.cli.chart.HeatMap.Axis;
import io.github.dl4jinit.cli.chart.HeatMap.Curve;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import org.junit.jupiter.api.Test;

/** Curves over a heat map. */
class HeatMapCurvesTest {

    @Test
    void curvesLieWhereTheirValuesAre() {
        // (3, 30) lies between the columns of 2 and 4 and between both rows.
        Curve rising = new Curve("rising", points(1, 10, 2, 10, 3, 30, 4, 50));
        DrawnMap picture = new DrawnMap(plain(GAIN, DEPTH, rising));
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
        DrawnMap picture = new DrawnMap(plain(GAIN, DEPTH, across, up, outside));
        assertThat(picture.shows(FIRST_CURVE, -0.49, 0)).isTrue();
        assertThat(picture.shows(FIRST_CURVE, 2.49, 0)).isTrue();
        assertThat(picture.colours(2.51, -0.1, 2.53, 0.1)).doesNotContain(FIRST_CURVE);
        assertThat(picture.shows(ChartStyle.colour(1), 1, 1.48)).isTrue();
        assertThat(picture.legend()).isEqualTo("across, up");
        XYPlot plot = picture.chart().getXYPlot();
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
            DrawnMap picture =
                    new DrawnMap(plain(GAIN, DEPTH, new Curve("broken", points(0, 10, 1, 10, 2, none, 3, 10, 5, 10))));
            assertThat(picture.shows(FIRST_CURVE, -0.2, 0)).isTrue();
            assertThat(picture.shows(FIRST_CURVE, 2, 0)).isTrue();
            assertThat(picture.dark(0.1, -0.4, 1.4, 0.4)).isTrue();
        }
        // out of the grid above and back into it
        DrawnMap picture = new DrawnMap(plain(GAIN, DEPTH, new Curve("away", points(1, 10, 1, 500, 4, 500, 4, 10))));
        assertThat(picture.at(0, 1.4)).isEqualTo(FIRST_CURVE);
        assertThat(picture.at(2, 1.4)).isEqualTo(FIRST_CURVE);
        assertThat(picture.dark(0.1, -0.4, 1.9, 1.49)).isTrue();
    }

    @Test
    void axesOfNamesHaveNoCurves() {
        Axis schemes = new Axis("scheme", List.of("he", "xavier"));
        DrawnMap picture = new DrawnMap(plain(GAIN, schemes, new Curve("lost", points(1, 1, 4, 4))));
        assertThat(picture.legend()).isNull();
        assertThat(picture.dark(-0.4, -0.4, 2.4, 1.4)).isTrue();
        assertThat(new DrawnMap(plain(GAIN, DEPTH)).legend()).isNull();
    }
}
