// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.KnobValues;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A knob and its values or ranges, seeds among them. Those that are read make a sweep, or are refused by it. */
class KnobValuesFuzzTest {

    /** Looking through a million values takes seconds, as it should. */
    private static final int MOST_VALUES = 1_000;

    private static final TrainingSpec TRAINING =
            new TrainingSpec(new MlpSpec(1, 1, "RELU", false, Optimiser.SGD, 0.1), 1, 1, 0, null);

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(KnobValuesFuzzTest.class).read(1_500, Texts::vary, KnobValuesFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = Math.max(0, text.indexOf(' '));
        Optional<Knob> knob =
                Contract.keep(text, IllegalArgumentException.class, () -> Knob.of(text.substring(0, end)));
        Optional<KnobValues> values = knob.flatMap(of -> Contract.keep(
                text, IllegalArgumentException.class, () -> KnobValues.parse(of, text.substring(end + 1))));
        Optional<Sweep> sweep = values.filter(some -> some.size() <= MOST_VALUES)
                .flatMap(some -> Contract.keep(text, IllegalArgumentException.class, () -> sweep(knob.get(), some)));
        if (sweep.isPresent() && knob.get() == Knob.DEPTH) {
            MlpSpec first = (MlpSpec) sweep.get().trials().get(0).training().network();
            Contract.same(values.get().get(0), String.valueOf(first.depth()), text);
        }
        return values.isPresent();
    }

    private static Sweep sweep(Knob knob, KnobValues values) {
        Sweep.Axis axis = new Sweep.Axis(knob, values);
        Sweep.Axis meanField = Sweep.Axis.of(Knob.SCHEME, "meanfield(sigmaW2=1)");
        return Sweep.of(
                TRAINING,
                switch (knob) {
                    case SCHEME -> List.of(axis);
                    case SIGMA_W2 -> List.of(axis, Sweep.Axis.of(Knob.SCHEME, "meanfield"));
                    case SIGMA_B2 -> List.of(axis, meanField);
                    case PRE_ACTIVATION_VARIANCE -> List.of(axis, Sweep.Axis.of(Knob.SCHEME, "network"));
                    default -> List.of(axis, Sweep.Axis.of(Knob.SCHEME, "he"));
                });
    }
}
