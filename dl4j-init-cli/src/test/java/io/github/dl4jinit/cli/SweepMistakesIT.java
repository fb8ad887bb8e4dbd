// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines of {@code sweep}, and its help. */
class SweepMistakesIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--gain 1.6:0.6:0.1 | gain must be a range whose step leads from its start to its end, received 1.6:0.6:0.1",
                "--gain 0.6:1.6:0 | gain must be a range whose step is not 0, received 0.6:1.6:0",
                "--gain , | gain must be values separated by commas, or ranges FROM:TO:STEP, received nothing",
                "--gain 0.6:1.6 | gain must be a number or a range FROM:TO:STEP, received 0.6:1.6",
                "--gain 0:1:1e-6 | gain must be at most a million values, received 0:1:1e-6",
                "--gain 0.001:1:0.001 --depth 1:1000:1 | the sweep must be of at most 10000 trials, unless --yes is given, received 1000000",
                "--gain 0.00001:1:0.00001 --depth 1:1000:1 --seed 1:1000000:1 | the sweep must be of at most 10000 trials, unless --yes is given, received 100000000000000",
                "--gain 0.00001:1:0.00001 --depth 1:1000:1 --seed 1:30:1 --yes | the sweep must be of less than 2^31 trials, received",
                "--gian 1 | unknown option --gian; did you mean --gain?",
                "--gain abc | gain must be a number, received abc",
                "--gain 0 | gain must be positive and finite, received 0.0",
                "--depth 10.5 | depth must be a whole number, received 10.5",
                "--depth 0 | depth must be from 1 to 1000, received 0",
                "--scheme dl4j:XAVIER --gain 1,2 | scheme must be one that has a knob gain, received dl4j:XAVIER",
                "--scheme he(gain=1) --gain 1,2 | scheme must be without gain, which is given apart from it, received he(gain=1)",
                "--scheme he(gain=12 --numerator 1 | scheme must be written as NAME or NAME(KNOB=VALUE,…), received he(gain=12",
                "--scheme own | scheme must be one that draws weights by itself, since this network has no initialisers or weights to keep, received own",
                "--conf missing.json | missing.json is no file: expected the configuration of a network",
                "--conf missing.json --depth 3 | --depth must be left out with --conf, whose network has its own",
                "--conf missing.json --width 3 | --width must be left out with --conf, whose network has its own",
                "--conf missing.json --activation relu | --activation must be left out with --conf, whose network has",
                "--conf missing.json --optimiser adam | --optimizer must be left out with --conf, whose network has its",
                "--conf missing.json --network cnn | --network must be left out with --conf, whose network has its own",
                "--conf missing.json --tailored | --tailored must be left out with --conf, whose network has its own",
                "--conf pom.xml --sigma-w2 1 | scheme must be one that has a knob sigmaW2, received own",
                "--allow-class com.example. | --allow-class must be given together with --conf, received [com.example.]",
                "--sigma-w2 1 | scheme must be one that has a knob sigmaW2, received he",
                "--lr 0 | lr must be positive and finite, received 0.0",
                "--optimizer foo | optimizer must be one of SGD, NESTEROV, ADAM, RMSPROP, received foo",
                "--activation RELU,relu | activation must be values of trials that are distinguishable as file names, received relu",
                "--scheme he,mirrored --activation relu,tanh | the activation function of layer0 must be ReLU, leaky ReLU, PReLU,",
                "--activation relu,hardtanh --tailored | the activation function of layer0 must be ReLU, leaky ReLU or one without kinks",
                "--scheme network(preserve=backward) --pre-activation-variance 0.1 | preActivationVariance must be left out with preserve(BACKWARD)",
                "--seed 1,1 | seed must be values that differ from each other, received 1,1",
                "--batch 60001 | batch must be from 1 to 60000, received 60001",
                "--stuck-after 0 | stuck-after must be 1 or more, received 0",
                "--stuck-after 5 --no-early-end | --stuck-after must be left out with --no-early-end, received 5",
            })
    void mistakes(String options, String message) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sweep", "--out", folder.resolve("out").toString()));
        command.addAll(List.of(options.split(" ")));
        CommandLine.runHere(command.toArray(String[]::new)).assertOneMessage(2, message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void defaultsAreTheDocumentedOnes() throws Exception {
        assertThat(CommandLine.runHere("sweep", "--help").out())
                .containsSubsequence(
                        "--scheme,",
                        "(default: he;",
                        "--gain=",
                        "--numerator=",
                        "--sigma-w2=",
                        "--sigma-b2=",
                        "--pre-activation-variance=",
                        "--network=",
                        "Default: mlp\n",
                        "--depth=",
                        "(default: 50",
                        "--width=",
                        "(default: 128",
                        "--activation=",
                        "(default: RELU",
                        "--optimizer,",
                        "Default: SGD\n",
                        "--lr=",
                        "0.01 for SGD and Nesterov",
                        "--seed,",
                        "Default: 1\n",
                        "--tailored",
                        "--conf=FILE",
                        "--allow-class=CLASS",
                        "--epochs=",
                        "Default: 1\n",
                        "--batch=",
                        "(default: 128",
                        "--train-limit=",
                        "(default: all",
                        "--data=",
                        "--stuck-after=",
                        "default: a sixth of all",
                        "--no-early-end",
                        "--out=",
                        "--resume",
                        "--jobs=",
                        "--worker-heap=",
                        "Default: 768m\n",
                        "--hang-limit=",
                        "Default: 600\n",
                        "--quiet",
                        "--verbose",
                        "--yes",
                        "more than 10000 trials");
    }
}
