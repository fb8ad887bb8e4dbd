// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

    /** Mirrored weights want φ(z) − φ(−z) = c·z, which a tailored leaky ReLU keeps and a shifted GELU does not. */
    @ParameterizedTest
    @CsvSource({
        "mirrored, relu, false, 1 2 10",
        "mirrored, leakyrelu(0.2), false, 10",
        "mirrored, gelu, false, 1 2 10",
        "mirrored(gain=1.1), softplus, false, 10",
        "mirrored, relu, true, 1 2 10",
        "he, tanh, false, 10",
        "he, hardtanh, false, 10",
        "network, tanh, true, 2", // searched for anew at every depth
        "lsuv, gelu, true, 10",
    })
    void whatFits(String scheme, String activation, boolean tailored, String depths) {
        for (boolean residual : new boolean[] {false, true}) {
            for (int depth :
                    Stream.of(depths.split(" ")).mapToInt(Integer::parseInt).toArray()) {
                assertThat(Rehearsal.misfit(trial(scheme, mlp(activation, depth, residual, tailored))))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mirrored | tanh | false | must be ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity for mirrored weights",
                "mirrored(gain=1.1) | elu(0.5) | false | must be ReLU, leaky ReLU, PReLU, GELU,",
                "mirrored | gelu | true | must be ReLU, leaky ReLU, PReLU, GELU,",
                "he | hardtanh | true | must be ReLU, leaky ReLU or one without kinks and parameters, received hardtanh",
                "he | rrelu | true | must be ReLU, leaky ReLU or one without kinks and parameters",
            })
    void whatDoesNotFit(String scheme, String activation, boolean tailored, String message) {
        for (boolean residual : new boolean[] {false, true}) {
            TrialSpec trial = trial(scheme, mlp(activation, 10, residual, tailored));
            assertThat(Rehearsal.misfit(trial).orElseThrow()).contains(message);
        }
    }

    /** Each function and scheme that is in question is tried, whichever trials come before. */
    @Test
    void noTrialHidesAnother() {
        TrialSpec fits = trial("mirrored", mlp("relu", 3, false, false));
        TrialSpec other = trial("he", mlp("tanh", 3, false, false));
        TrialSpec misfit = trial("mirrored", mlp("tanh", 3, false, false));
        Rehearsal.check(List.of(fits, other, fits));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rehearsal.check(List.of(fits, other, misfit)))
                .withMessageContaining("received tanh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cnn | mirrored | relu | ",
                "cnn-residual | mirrored | gelu | ",
                "cnn | network | tanh | ",
                "lstm | network | tanh | ",
                "cnn | mirrored | tanh | must be ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity",
                "cnn-residual | mirrored | tanh | must be ReLU, leaky ReLU, PReLU, GELU, Swish, softplus or the identity",
                "lstm | mirrored | tanh | scheme must be another one for lstm, whose gates no pair of units can cancel",
                "lstm | mirrored | relu | scheme must be another one for lstm, whose gates no pair of units can cancel",
            })
    void presets(String name, String scheme, String activation, String message) {
        NetworkSpec network =
                NetworkName.of(name).network(5, 3, ActivationSpec.parse(activation), false, Optimiser.ADAM, null);
        TrainingSpec training = new TrainingSpec(
                network, 64, 1, 640, NetworkName.of(name).defaults().data());
        Optional<String> misfit = Rehearsal.misfit(new TrialSpec(Scheme.parse(scheme), 1, training));
        assertThat(misfit.isPresent()).isEqualTo(message != null);
        misfit.ifPresent(reason -> assertThat(reason).contains(message));
    }

    @Test
    void anOwnNetworkIsNotRehearsed() {
        assertThat(Rehearsal.misfit(trial("mirrored", OwnNetworkSpec.inMemory("mine"))))
                .isEmpty();
    }

    private static MlpSpec mlp(String activation, int depth, boolean residual, boolean tailored) {
        return new MlpSpec(depth, 16, activation, residual, Optimiser.SGD, 0.1).withTailored(tailored);
    }

    private static TrialSpec trial(String scheme, NetworkSpec network) {
        return new TrialSpec(Scheme.parse(scheme), 1, new TrainingSpec(network, 64, 1, 640, null));
    }
}
