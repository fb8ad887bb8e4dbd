// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a trial is believed if a trial can have written it, and otherwise refused in a sentence. */
class TrialReaderTest {

    private static final TrialSpec SPEC = new TrialSpec(
            Scheme.parse("he"),
            1,
            new TrainingSpec(new MlpSpec(3, 16, "RELU", false, Optimiser.SGD, 0.1), 64, 1, 0, null));

    private static final TrialSignal.Direction DIRECTION = new TrialSignal.Direction(Verdict.HEALTHY, 1.0, null);

    private static final TrialResult RESULT = new TrialResult(
            SPEC,
            TrialStatus.COMPLETED,
            2.5,
            0.5,
            0.875,
            0.125,
            2,
            0.25,
            5.0,
            null,
            new TrialSignal(
                    DIRECTION,
                    DIRECTION,
                    new TrialSignal.Layers(List.of(0, 2), List.of(1.0, 0.75), Arrays.asList(null, 0.0))),
            null,
            List.of(2.5, 0.5),
            10,
            new ScoreCurve(List.of(1, 2), List.of(0.25, 0.75)),
            Measure.ACCURACY);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        TrialResult diverged = new TrialResult(
                SPEC, TrialStatus.DIVERGED, null, null, null, 0.1, 0, 1, null, "NaN", null, null, List.of(), 10);
        for (TrialResult result : List.of(RESULT, diverged, TrialResult.failed(SPEC, "killed"))) {
            assertThat(read(json(result))).isEqualTo(result);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"testScore\":0.875 | \"testScore\":17.5 | testScore must be from 0 to 1, received 17.5",
                "\"testScore\":0.875 | \"testScore\":null | testScore must be given, received null",
                "\"testScore\":0.875 | \"testScore\":\"NaN\" | testScore must be from 0 to 1, received NaN",
                "\"testScore\":0.875 | \"testScore\":\"0.875\" | not the JSON of one at line 1",
                "\"testScore\":0.875, | '' | not the JSON of one at line 1",
                "\"chance\":0.125 | \"chance\":null | chance must be from 0 to 1, received null",
                "\"chance\":0.125 | \"chance\":-1 | chance must be from 0 to 1, received -1.0",
                "\"finalLoss\":0.5 | \"finalLoss\":null | finalLoss must be given, received null",
                "\"initialLoss\":2.5 | \"initialLoss\":1e999 | initialLoss must be finite, received Infinity",
                "\"iterations\":2 | \"iterations\":3 | history must be of 3 losses, received 2",
                "\"iterations\":2 | \"iterations\":-2 | iterations must be 0 or more, received -2",
                "\"iterations\":2, | '' | not the JSON of one at line 1",
                "\"iterations\":2, | \"iterations\":2,\"iterations\":2, | not the JSON of one at line 1",
                "\"iterationsPerEpoch\":10 | \"iterationsPerEpoch\":0 | iterationsPerEpoch must be 1 or more, received 0",
                "\"seconds\":0.25 | \"seconds\":-1 | seconds must be positive and finite, received -1.0",
                "\"seconds\":0.25 | \"seconds\":null | seconds must be positive and finite, received 0.0",
                "\"msPerIteration\":5.0 | \"msPerIteration\":null | msPerIteration must be given, received null",
                "\"history\":[2.5,0.5] | \"history\":[2.5,null] | history must be given without null, received [2.5, null]",
                "\"history\":[2.5,0.5] | \"history\":[2.5,1e999] | loss must be finite, received Infinity",
                "\"history\":[2.5,0.5] | \"history\":null | history must be given, received null",
                "\"status\":\"COMPLETED\" | \"status\":null | status must be given, received null",
                "\"status\":\"COMPLETED\" | \"status\":0 | not the JSON of one at line 1",
                "\"status\":\"COMPLETED\" | \"status\":\"DIVERGED\" | testScore must be null, received 0.875",
                "\"status\":\"COMPLETED\" | \"status\":\"FAILED\" | error must be given, received null",
                "\"verdict\":\"HEALTHY\" | \"verdict\":null | signalAtStart.forward.verdict must be given, received null",
                "\"ratePerLayer\":1.0 | \"ratePerLayer\":-1 | signalAtStart.forward.ratePerLayer must be 0 or more",
                "\"signalAtEnd\":null | \"signalAtEnd\":{\"forward\":null} | signalAtEnd.forward must be given, received null",
                "\"depths\":[0,2] | \"depths\":[2,0] | signalAtStart.layers.depths must be ascending from 0, received [2, 0]",
                "\"depths\":[0,2] | \"depths\":[-1,2] | signalAtStart.layers.depths must be ascending from 0",
                "\"depths\":[0,2] | \"depths\":[0,null] | depths must be given without null, received [0, null]",
                "\"depths\":[0,2] | \"depths\":[0,2,3] | signalAtStart.layers.activations must be of 3 numbers, received 2",
                "\"activations\":[1.0,0.75] | \"activations\":null | activations must be given, received null",
                "\"activations\":[1.0,0.75], | '' | not the JSON of one at line 1",
                "\"activations\":[1.0,0.75] | \"activations\":[1.0,-1] | signalAtStart.layers.activations must be zero or more",
                "\"gradients\":[null,0.0] | \"gradients\":[1e999,0.0] | signalAtStart.layers.gradients must be zero or more",
                "\"gradients\":[null,0.0] | \"gradients\":[0.0] | signalAtStart.layers.gradients must be of 2 numbers",
                "\"iterations\":[1,2] | \"iterations\":[2,1] | scoreCurve.iterations must be ascending from 1 to 2",
                "\"iterations\":[1,2] | \"iterations\":[0,2] | scoreCurve.iterations must be ascending from 1 to 2",
                "\"iterations\":[1,2] | \"iterations\":[1,3] | scoreCurve.iterations must be ascending from 1 to 2",
                "\"iterations\":[1,2] | \"iterations\":[1] | scoreCurve.scores must be of 1 numbers, received 2",
                "\"scores\":[0.25,0.75] | \"scores\":[0.25,1.5] | scoreCurve.scores must be from 0 to 1",
                "\"scores\":[0.25,0.75] | \"scores\":null | scores must be given, received null",
                "\"seed\":1 | \"seed\":1.5 | not the JSON of one at line 1",
                "\"depth\":3 | \"depth\":0 | depth must be from 1 to 1000, received 0",
            })
    void refusesWhatNoTrialWrites(String written, String changed, String reason) throws IOException {
        String json = json(RESULT);
        assertThat(json).contains(written);
        assertRefused(json.replaceFirst(java.util.regex.Pattern.quote(written), changed), reason);
    }

    /** Trials of before layers and accuracies on the way were kept say nothing of them. */
    @Test
    void whatIsNewMayBeMissing() throws IOException {
        String earlier =
                json(RESULT).replaceFirst(",\"layers\":\\{.*?\\}", "").replaceFirst(",\"scoreCurve\":\\{.*?\\}", "");
        assertThat(earlier).doesNotContain("layers", "scoreCurve");
        TrialResult read = read(earlier);
        assertThat(read.scoreCurve()).isNull();
        assertThat(read.signalAtStart()).isEqualTo(RESULT.signalAtStart().withoutLayers());
        assertThat(json(read)).isEqualTo(earlier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{}", "[]", "17", "\0\0\0\0", "\"x\"", "{\"spec\":"})
    void refusesWhatIsNoResultAtAll(String json) throws IOException {
        assertRefused(json, "");
    }

    @Test
    void refusesWhatComesBehind() throws IOException {
        assertRefused(json(RESULT) + " x", "not the JSON of one at line 1");
        assertRefused(json(RESULT) + json(RESULT), "not the JSON of one at line 1");
    }

    @Test
    void refusesWhatIsTooLarge() throws IOException {
        Path file = folder.resolve("sparse.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThatThrownBy(() -> TrialReader.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3221225472 bytes are more than any result has");
    }

    @Test
    void refusesWhatIsNoRegularFile() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("directory.json"));
        assertThatThrownBy(() -> TrialReader.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no regular file");
        Path pipe = folder.resolve("pipe.json");
        if (System.getProperty("os.name").equals("Linux")) {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            assertThatThrownBy(() -> TrialReader.read(pipe)).hasMessageContaining("is no regular file");
        }
    }

    private void assertRefused(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "trial.json does not hold a trial's result: delete it to run that trial again (" + reason)
                .hasMessageNotContaining("\n");
    }

    private TrialResult read(String json) throws IOException {
        return TrialReader.read(Files.writeString(folder.resolve("trial.json"), json));
    }

    private static String json(TrialResult result) throws IOException {
        return new ObjectMapper().writeValueAsString(result);
    }
}
