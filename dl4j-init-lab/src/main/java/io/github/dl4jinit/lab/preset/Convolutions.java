// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.lab.trial.PresetSpec;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.IActivation;

/**
 * What convolutional networks are made of: kernels of 3 × 3 whose output is as large as their input, or with a stride
 * of 2 half as large, and the mean over all pixels at the end.
 *
 * <p>The first layers have strides of 2 until an image is at most 4 × 4: MNIST's 28 become 14, 7 and 4. So all layers
 * but the first few see the same size, and a deep network trains in minutes on a processor.
 */
final class Convolutions {

    /** Most pixels a side of what the deep layers see. */
    static final int SMALL_ENOUGH = 4;

    private static final int KERNEL = 3;

    private Convolutions() {}

    /** How many of the first layers have a stride of 2. */
    static int strided(InputType input) {
        long side = sideOf(input);
        int layers = 0;
        while (side > SMALL_ENOUGH) {
            side = (side + 1) / 2;
            layers++;
        }
        return layers;
    }

    private static long sideOf(InputType input) {
        InputType.InputTypeConvolutionalFlat image = (InputType.InputTypeConvolutionalFlat) input;
        return Math.max(image.getHeight(), image.getWidth());
    }

    static ConvolutionLayer layer(PresetSpec spec, int stride, IActivation activation) {
        return new ConvolutionLayer.Builder(KERNEL, KERNEL)
                .stride(stride, stride)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(spec.width())
                .activation(activation)
                .build();
    }

    static GlobalPoolingLayer meanOfPixels() {
        return new GlobalPoolingLayer(PoolingType.AVG);
    }
}
