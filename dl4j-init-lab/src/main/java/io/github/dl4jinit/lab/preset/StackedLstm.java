// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.trial.PresetSpec;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/**
 * A recurrent network: {@code depth} layers of {@code width} LSTM units one on the other, and the output from what the
 * last of them gives at the end of a sequence, or at each step if the target is told there. The forget gates' biases
 * are 1, DL4J's default, so that a cell keeps what it holds (Gers et al. 2000; Jozefowicz et al. 2015).
 */
final class StackedLstm {

    private StackedLstm() {}

    static MultiLayerConfiguration of(PresetSpec spec, InputType input, Target target) {
        boolean atEachStep = target.steps() > 0;
        NeuralNetConfiguration.ListBuilder layers = Presets.global(spec).list();
        for (int i = 1; i <= spec.depth(); i++) {
            LSTM lstm = new LSTM.Builder()
                    .nOut(spec.width())
                    .activation(spec.activation().function())
                    .build();
            layers.layer(i < spec.depth() || atEachStep ? lstm : new LastTimeStep(lstm));
        }
        return layers.layer((atEachStep ? Presets.outputAtEachStep(target) : Presets.output(target)).build())
                .setInputType(input)
                .build();
    }
}
