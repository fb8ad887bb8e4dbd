// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.preset;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.modelfile.NetworkConfiguration;
import io.github.dl4jinit.lab.trial.PresetSpec;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The configurations of ready-made networks. A scheme's initialisers and a seed are put into them later. */
public final class Presets {

    /** One image of a size that no stride of 2 makes smaller. */
    private static final InputType SMALL_IMAGE =
            InputType.convolutionalFlat(Convolutions.SMALL_ENOUGH, Convolutions.SMALL_ENOUGH, 1);

    /** Two steps of two numbers, as the adding problem has them. */
    private static final InputType SHORT_SEQUENCE = InputType.recurrent(2, 2);

    private Presets() {}

    /**
     * The configuration of a network that takes such inputs and tells such a target, by softmax with cross-entropy if
     * it is one of some classes, and linearly with the mean squared error if it is values.
     */
    public static NetworkConfiguration configuration(PresetSpec spec, InputType input, Target target) {
        Check.given("input", input);
        Check.given("target", target);
        return switch (Check.given("spec", spec).preset()) {
            case CNN -> NetworkConfiguration.of(PlainConvolutions.of(spec, input, target));
            case CNN_RESIDUAL -> NetworkConfiguration.of(ResidualConvolutions.of(spec, input, target));
            case LSTM -> NetworkConfiguration.of(StackedLstm.of(spec, input, target));
        };
    }

    /** The same network for the smallest inputs and the fewest classes there are, for what depends on neither. */
    public static NetworkConfiguration smallest(PresetSpec spec) {
        boolean recurrent = Check.given("spec", spec).preset() == PresetSpec.Preset.LSTM;
        return configuration(spec, recurrent ? SHORT_SEQUENCE : SMALL_IMAGE, Target.classes(2));
    }

    static NeuralNetConfiguration.Builder global(PresetSpec spec) {
        return new NeuralNetConfiguration.Builder().updater(spec.optimiser().updater(spec.learningRate()));
    }

    /** The last layer of every network that trials train and that tells its target once. */
    public static OutputLayer.Builder output(Target target) {
        return of(new OutputLayer.Builder(), target);
    }

    /** The last layer of one that tells it at each step. */
    static RnnOutputLayer.Builder outputAtEachStep(Target target) {
        return of(new RnnOutputLayer.Builder(), target);
    }

    private static <B extends BaseOutputLayer.Builder<B>> B of(B output, Target target) {
        boolean classes = Check.given("target", target).kind() == Target.Kind.CLASSES;
        return output.lossFunction(classes ? LossFunction.MCXENT : LossFunction.MSE)
                .nOut(target.count())
                .activation(classes ? Activation.SOFTMAX : Activation.IDENTITY);
    }
}
