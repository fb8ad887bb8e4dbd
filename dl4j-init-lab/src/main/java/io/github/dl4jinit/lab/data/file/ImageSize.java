// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all images of a data set are made.
 *
 * @param height pixels from top to bottom
 * @param width pixels from left to right
 * @param channels 1 for grey, 3 for red, green and blue; 0 for 3 if there is colour in any file, and 1 if not
 */
public record ImageSize(int height, int width, int channels) {

    /** A network that takes larger ones has other needs than those of this library. */
    public static final int MOST_PIXELS_A_SIDE = 4096;

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})x(\\d{1,9})(?:x([13]))?");

    public ImageSize {
        Check.inRange("image-size", height, 1, MOST_PIXELS_A_SIDE);
        Check.inRange("image-size", width, 1, MOST_PIXELS_A_SIDE);
        Check.require(channels == 0 || channels == 1 || channels == 3, "channels", "1, 3, or 0 for either", channels);
    }

    /**
     * Reads {@code 28x28}, height by width, or {@code 28x28x1} or {@code 28x28x3}, with the number of channels.
     *
     * @throws IllegalArgumentException if it is no such text, or a side is out of its range
     */
    @JsonCreator
    public static ImageSize parse(String text) {
        Matcher matcher = SYNTAX.matcher(Check.given("image-size", text));
        Check.require(matcher.matches(), "image-size", "height by width, such as 28x28, 28x28x1 or 28x28x3", text);
        return new ImageSize(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    /** The text that it is read from. */
    @JsonValue
    public String text() {
        return height + "x" + width + (channels == 0 ? "" : "x" + channels);
    }
}
