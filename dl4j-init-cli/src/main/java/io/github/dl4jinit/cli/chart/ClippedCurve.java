// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import org.jfree.data.xy.XYSeries;

/**
 * The part of a curve that lies within a rectangle. The graphics could clip it too, but would cut what is outside into
 * dashes first, which takes forever where a curve goes to infinity.
 */
final class ClippedCurve {

    private ClippedCurve() {}

    /**
     * Points to be joined by straight lines, with a point at NaN where the curve is broken: where a coordinate of
     * {@code points} is NaN, and where it leaves {@code bounds}.
     */
    static XYSeries of(String name, List<Point2D.Double> points, Rectangle2D bounds) {
        XYSeries curve = new XYSeries(name, false);
        Point2D last = null;
        for (int i = 1; i < points.size(); i++) {
            Optional<Line2D> part = clip(points.get(i - 1), points.get(i), bounds);
            if (part.isPresent()) {
                Line2D line = part.get();
                if (!line.getP1().equals(last)) {
                    if (last != null) {
                        curve.add(Double.NaN, Double.NaN);
                    }
                    curve.add(line.getX1(), line.getY1());
                }
                last = line.getP2();
                curve.add(last.getX(), last.getY());
            }
        }
        return curve;
    }

    /** Liang and Barsky's algorithm. */
    private static Optional<Line2D> clip(Point2D.Double from, Point2D.Double to, Rectangle2D bounds) {
        double dx = to.x - from.x;
        double dy = to.y - from.y;
        double[] steps = {-dx, dx, -dy, dy};
        double[] sides = {bounds.getMinX(), bounds.getMaxX(), bounds.getMinY(), bounds.getMaxY()};
        double[] rooms = {from.x - sides[0], sides[1] - from.x, from.y - sides[2], sides[3] - from.y};
        double start = 0;
        double end = 1;
        Point2D first = from;
        Point2D last = to;
        for (int side = 0; side < steps.length; side++) {
            if (!Double.isFinite(steps[side]) || steps[side] == 0 && rooms[side] < 0) {
                return Optional.empty();
            }
            double crossing = rooms[side] / steps[side];
            // The coordinate that is known is not computed: seen from far away it would be lost in rounding.
            Point2D there = side < 2
                    ? new Point2D.Double(sides[side], from.y + crossing * dy)
                    : new Point2D.Double(from.x + crossing * dx, sides[side]);
            if (steps[side] < 0 && crossing > start) {
                start = crossing;
                first = there;
            } else if (steps[side] > 0 && crossing < end) {
                end = crossing;
                last = there;
            }
        }
        return start > end ? Optional.empty() : Optional.of(new Line2D.Double(first, last));
    }
}
