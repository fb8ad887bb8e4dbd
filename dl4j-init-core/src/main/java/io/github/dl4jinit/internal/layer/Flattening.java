// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.sampling.Units;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** How channels stand to each other once a preprocessor has made units of them. */
public final class Flattening {

    private Flattening() {}

    /**
     * How the units stand behind a preprocessor; empty if that is not known.
     *
     * @param preProcessor what reshapes a layer's input; {@code null} for nothing
     */
    public static Optional<Units> of(Units channels, InputPreProcessor preProcessor) {
        if (preProcessor == null
                || preProcessor instanceof RnnToFeedForwardPreProcessor
                || preProcessor instanceof FeedForwardToRnnPreProcessor) {
            return Optional.of(channels);
        }
        if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
            CnnToFeedForwardPreProcessor images = (CnnToFeedForwardPreProcessor) preProcessor;
            long pixels = images.getInputHeight() * images.getInputWidth();
            return Optional.of(flat(channels, pixels, images.getFormat() != CNN2DFormat.NHWC));
        }
        if (preProcessor instanceof CnnToRnnPreProcessor) {
            CnnToRnnPreProcessor images = (CnnToRnnPreProcessor) preProcessor;
            return Optional.of(flat(channels, images.getInputHeight() * images.getInputWidth(), true));
        }
        if (preProcessor instanceof Cnn3DToFeedForwardPreProcessor) {
            Cnn3DToFeedForwardPreProcessor volumes = (Cnn3DToFeedForwardPreProcessor) preProcessor;
            long voxels = volumes.getInputDepth() * volumes.getInputHeight() * volumes.getInputWidth();
            return Optional.of(flat(channels, voxels, volumes.isNCDHW()));
        }
        return Optional.empty();
    }

    private static Units flat(Units channels, long pixels, boolean channelByChannel) {
        int count = Math.toIntExact(pixels);
        return channelByChannel ? channels.spread(count) : channels.repeated(count);
    }
}
