// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static io.github.dl4jinit.cli.chart.HeatMaps.DARKEST;
import static io.github.dl4jinit.cli.chart.HeatMaps.LIGHTEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColourScaleTest {

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
}
