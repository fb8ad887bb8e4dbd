// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;

/** A text in the middle of a place, with a rim around its letters in the colour of what it stands on. */
final class HaloText extends XYTextAnnotation {

    private static final long serialVersionUID = 1L;

    /** Width of the rim, half of which lies outside, in font sizes: it closes the gap that a decimal point leaves. */
    private static final float RIM = 0.6f;

    HaloText(String text, double x, double y, Font font, Color background) {
        super(text, x, y);
        setFont(font);
        setBackgroundPaint(background);
        setPaint(ColourScale.textOn(background));
    }

    @Override
    public void draw(
            Graphics2D graphics,
            XYPlot plot,
            Rectangle2D dataArea,
            ValueAxis domainAxis,
            ValueAxis rangeAxis,
            int rendererIndex,
            PlotRenderingInfo info) {
        GlyphVector letters = getFont().createGlyphVector(graphics.getFontRenderContext(), getText());
        Rectangle2D bounds = letters.getVisualBounds();
        double x = domainAxis.valueToJava2D(
                        getX(),
                        dataArea,
                        Plot.resolveDomainAxisLocation(plot.getDomainAxisLocation(), plot.getOrientation()))
                - bounds.getCenterX();
        double y = rangeAxis.valueToJava2D(
                        getY(),
                        dataArea,
                        Plot.resolveRangeAxisLocation(plot.getRangeAxisLocation(), plot.getOrientation()))
                - bounds.getCenterY();
        Shape outline = AffineTransform.getTranslateInstance(x, y).createTransformedShape(letters.getOutline());
        graphics.setPaint(getBackgroundPaint());
        graphics.setStroke(new BasicStroke(RIM * getFont().getSize2D(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(outline);
        graphics.setPaint(getPaint());
        graphics.setFont(getFont());
        graphics.drawString(getText(), (float) x, (float) y);
    }
}
