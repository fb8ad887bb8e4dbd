// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.PresetSpec;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A convolutional network of one layer after the other: {@code depth} {@linkplain Convolutions convolutions} of
 * {@code width} channels, the mean over all pixels, and the output.
 */
final class PlainConvolutions {

    private PlainConvolutions() {}

    static MultiLayerConfiguration of(PresetSpec spec, InputType input, Target target) {
        NeuralNetConfiguration.ListBuilder layers = Presets.global(spec).list();
        int strided = Convolutions.strided(input);
        for (int i = 0; i < spec.depth(); i++) {
            layers.layer(Convolutions.layer(
                    spec, i < strided ? 2 : 1, spec.activation().function()));
        }
        return layers.layer(Convolutions.meanOfPixels())
                .layer(Presets.output(target).build())
                .setInputType(input)
                .build();
    }
}
