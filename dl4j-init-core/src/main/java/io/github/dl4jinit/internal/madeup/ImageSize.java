// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.madeup;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The size of images that a network takes. A convolution does not say it, but the place where images become vectors
 * does: the size is one that DL4J's own arithmetic of shapes turns into the height and width that are written there.
 */
final class ImageSize {

    private static final int LARGEST = 512;

    /**
     * Sizes that are tried: those of common data first, since any will do where pooling ends all images; then from
     * large to small, because DL4J warns of a size that pooling brings to 0.
     */
    private static final int[] SIZES = IntStream.concat(
                    IntStream.of(32, 64, 224, 28), IntStream.range(0, LARGEST).map(i -> LARGEST - i))
            .toArray();

    private final NetworkView network;

    private ImageSize(NetworkView network) {
        this.network = network;
    }

    /** The shapes of a network's inputs, images among them; empty if no size fits. */
    static Optional<InputShapes> find(NetworkView network) {
        ImageSize size = new ImageSize(network);
        for (int height : SIZES) {
            if (size.fits(height, height, true)) {
                return Optional.of(new InputShapes(network, height, height));
            }
        }
        for (int height : SIZES) {
            if (size.fits(height, height, false)) { // rows and columns do not depend on each other
                for (int width : SIZES) {
                    if (size.fits(height, width, true)) {
                        return Optional.of(new InputShapes(network, height, width));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether images of that size pass all layers and arrive as what is written there. */
    private boolean fits(int height, int width, boolean checkWidth) {
        return PassedTypes.of(network, new InputShapes(network, height, width)::of, checkWidth)
                .isPresent();
    }
}
