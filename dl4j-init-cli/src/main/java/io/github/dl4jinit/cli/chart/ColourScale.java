// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.Color;
import java.util.List;
import org.jfree.chart.renderer.PaintScale;

/**
 * Colours of numbers, from dark at the lowest to light at the highest. What lies outside takes the colour of the nearer
 * end, and NaN, for no number, is grey.
 *
 * <p>The colours are viridis, by Stéfan van der Walt and Nathaniel Smith for Matplotlib (2015, CC0): readers who are
 * colour-blind can tell them apart, and their lightness rises evenly, so that a grey print can be read. Between nine of
 * them, evenly spaced, it is linear in sRGB.
 *
 * @param lowest less than {@code highest}
 */
record ColourScale(double lowest, double highest) implements PaintScale {

    static final Color NO_NUMBER = new Color(0xDDDDDD);

    private static final List<Color> ANCHORS = List.of(
            new Color(0x440154),
            new Color(0x472D7B),
            new Color(0x3B528B),
            new Color(0x2C728E),
            new Color(0x21908C),
            new Color(0x27AD81),
            new Color(0x5DC863),
            new Color(0xAADC32),
            new Color(0xFDE725));

    @Override
    public double getLowerBound() {
        return lowest;
    }

    @Override
    public double getUpperBound() {
        return highest;
    }

    @Override
    public Color getPaint(double value) {
        if (Double.isNaN(value)) {
            return NO_NUMBER;
        }
        double clamped = Math.max(lowest, Math.min(highest, value));
        double place = (clamped - lowest) / (highest - lowest) * (ANCHORS.size() - 1);
        int below = Math.min((int) place, ANCHORS.size() - 2);
        return between(ANCHORS.get(below), ANCHORS.get(below + 1), place - below);
    }

    /** Black or white, whichever contrasts more with {@code background}: at least 4.58 to 1 whatever the colour. */
    static Color textOn(Color background) {
        return contrast(background, Color.BLACK) >= contrast(background, Color.WHITE) ? Color.BLACK : Color.WHITE;
    }

    /** The contrast ratio of the Web Content Accessibility Guidelines 2.1, from 1 to 21. */
    static double contrast(Color a, Color b) {
        double first = luminance(a) + 0.05;
        double second = luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    /** Relative luminance by the same guidelines, from 0 for black to 1 for white. */
    static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static Color between(Color from, Color to, double share) {
        return new Color(
                mix(from.getRed(), to.getRed(), share),
                mix(from.getGreen(), to.getGreen(), share),
                mix(from.getBlue(), to.getBlue(), share));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }
}
