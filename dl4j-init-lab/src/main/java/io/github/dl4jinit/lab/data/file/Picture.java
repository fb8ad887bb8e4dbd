// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.OneLine;
import java.awt.color.ColorSpace;
import java.awt.image.AreaAveragingScaleFilter;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.FilteredImageSource;
import java.awt.image.IndexColorModel;
import java.awt.image.MemoryImageSource;
import java.awt.image.PixelGrabber;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * An image in a file of a format that Java reads.
 *
 * @param file where it is
 * @param height what its header says
 * @param width what its header says
 * @param grey whether it has no colours, also by its header
 */
record Picture(Path file, int height, int width, boolean grey) {

    /** Four of the image and four of the colours that are asked of it. */
    private static final long BYTES_A_PIXEL = 8;

    /** Where the rest is missing, some readers of Java's only warn, and make up the pixels. */
    private static final Pattern TRUNCATED = Pattern.compile("(?i).*(premature|truncated|missing EOI).*");

    private interface Use<T> {
        T of(ImageReader reader) throws IOException;
    }

    /**
     * Reads the header.
     *
     * @throws InvalidDataException if there is none, or the image takes more memory than Java has
     */
    static Picture of(Path file) throws IOException {
        Picture picture = with(file, reader -> {
            ColorModel colours = reader.getImageTypes(0).next().getColorModel();
            return new Picture(file, reader.getHeight(0), reader.getWidth(0), isGrey(colours));
        });
        Memory.require(
                name(file) + ", an image of " + picture.height + "x" + picture.width + " pixels",
                (long) picture.height * picture.width * BYTES_A_PIXEL);
        return picture;
    }

    private static boolean isGrey(ColorModel colours) {
        if (colours instanceof IndexColorModel palette) {
            return IntStream.range(0, palette.getMapSize())
                    .map(palette::getRGB)
                    .allMatch(rgb -> red(rgb) == green(rgb) && green(rgb) == blue(rgb));
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    private static <T> T with(Path file, Use<T> use) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReaders(in);
            if (readers == null || !readers.hasNext()) {
                throw new InvalidDataException(
                        name(file), "expected an image of a format that Java reads, such as PNG or JPEG, found none");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return use.of(reader);
            } finally {
                reader.dispose();
            }
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException e) {
            throw broken(file, OneLine.of(e), e);
        } catch (RuntimeException e) { // of all kinds, with messages that are for programmers
            throw broken(file, "Java's reader of this format finds no sense in it", e);
        }
    }

    private static InvalidDataException broken(Path file, String how, Exception cause) {
        return new InvalidDataException(name(file), "expected a whole image, found it broken: " + how, cause);
    }

    static String name(Path file) {
        return OneLine.of(file.toString());
    }

    /**
     * Writes its pixels, scaled: channel by channel, row by row, from dark, 0, to light, 255.
     *
     * @throws InvalidDataException if it is broken
     */
    void write(ImageSize size, byte[] target) throws IOException {
        int[] colours = scaled(colours(), size);
        int pixels = colours.length;
        for (int i = 0; i < pixels; i++) {
            int rgb = colours[i];
            if (size.channels() == 1) {
                target[i] = (byte) luma(rgb);
            } else {
                target[i] = (byte) red(rgb);
                target[pixels + i] = (byte) green(rgb);
                target[2 * pixels + i] = (byte) blue(rgb);
            }
        }
    }

    private int[] colours() throws IOException {
        AtomicReference<String> truncated = new AtomicReference<>();
        BufferedImage image = with(file, reader -> {
            reader.addIIOReadWarningListener((source, warning) -> {
                if (TRUNCATED.matcher(warning).matches()) {
                    truncated.set(warning);
                }
            });
            return reader.read(0);
        });
        if (truncated.get() != null || image.getWidth() != width || image.getHeight() != height) {
            throw broken(file, truncated.get() == null ? "it changed" : OneLine.of(truncated.get()), null);
        }
        boolean raw = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return raw ? greys(image.getRaster()) : image.getRGB(0, 0, width, height, null, 0, width);
    }

    /**
     * As they are in the file: asked for colours, Java takes grey values for linear in light, and makes them lighter.
     */
    private int[] greys(Raster raster) throws IOException {
        int bits = raster.getSampleModel().getSampleSize(0);
        if (bits > Short.SIZE) {
            throw broken(file, bits + " bits a channel are more than 16", null);
        }
        int[] colours = raster.getSamples(0, 0, width, height, 0, (int[]) null);
        int most = (1 << bits) - 1;
        for (int i = 0; i < colours.length; i++) {
            int level = bits > Byte.SIZE ? colours[i] >> (bits - Byte.SIZE) : colours[i] * 255 / most;
            colours[i] = level << 16 | level << 8 | level;
        }
        return colours;
    }

    /** Made smaller by the mean of the pixels that come together, larger by repeating them. */
    private int[] scaled(int[] colours, ImageSize size) throws IOException {
        if (size.height() == height && size.width() == width) {
            return colours;
        }
        for (int i = 0; i < colours.length; i++) {
            colours[i] |= 0xff000000; // transparency would take part in the mean
        }
        int[] scaled = new int[size.height() * size.width()];
        PixelGrabber grabber = new PixelGrabber(
                new FilteredImageSource(
                        new MemoryImageSource(width, height, colours, 0, width),
                        new AreaAveragingScaleFilter(size.width(), size.height())),
                0,
                0,
                size.width(),
                size.height(),
                scaled,
                0,
                size.width());
        try {
            if (!grabber.grabPixels()) {
                throw broken(file, "it cannot be scaled", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidDataException(name(file), "reading it was interrupted", e);
        }
        return scaled;
    }

    private static int red(int rgb) {
        return rgb >> 16 & 0xff;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 0xff;
    }

    private static int blue(int rgb) {
        return rgb & 0xff;
    }

    /** The grey of a colour by ITU-R BT.601, rounded. */
    private static int luma(int rgb) {
        return (299 * red(rgb) + 587 * green(rgb) + 114 * blue(rgb) + 500) / 1000;
    }
}
