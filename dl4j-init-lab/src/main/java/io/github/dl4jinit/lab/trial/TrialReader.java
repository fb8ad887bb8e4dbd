// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one reader of results that an earlier run kept in files. Nobody vouches for these: a result is believed only if a
 * trial can have given it.
 */
public final class TrialReader {

    /** Twenty characters for each of six million iterations. */
    private static final long MAX_BYTES = 128L << 20;

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private TrialReader() {}

    /**
     * Reads the result of one trial.
     *
     * @throws IOException if the file cannot be read, or what it holds is no trial's result; the message names the file
     */
    public static TrialResult read(Path file) throws IOException {
        if (!Files.isRegularFile(Check.given("file", file))) {
            throw new IOException(file + " is no regular file, so it holds no trial's result: take it away");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw isNone(file, Files.size(file) + " bytes are more than any result has", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            TrialResult result = STRICT.readValue(in, TrialResult.class);
            Check.given("the result", result);
            check(result);
            return result;
        } catch (JsonProcessingException e) {
            throw isNone(file, reason(e), e);
        } catch (IllegalArgumentException e) {
            throw isNone(file, e.getMessage(), e);
        } catch (FileSystemException e) {
            throw e; // names the file
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + Reason.of(e), e);
        }
    }

    private static IOException isNone(Path file, String reason, Exception cause) {
        return new IOException(
                file + " does not hold a trial's result: delete it to run that trial again (" + reason + ")", cause);
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException rule) {
            return rule.getMessage();
        }
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return "not the JSON of one" + place;
    }

    private static void check(TrialResult result) {
        if (result.status() == TrialStatus.FAILED) {
            Check.given("error", result.error());
            return;
        }
        Check.inRange("iterations", result.iterations(), 0, Integer.MAX_VALUE);
        Check.inRange("iterationsPerEpoch", result.iterationsPerEpoch(), 1, Integer.MAX_VALUE);
        Check.positiveFinite("seconds", result.seconds());
        result.measure().require("chance", result.chance());
        checkLosses(result);
        checkTest(result);
        checkSignal("signalAtStart", result.signalAtStart());
        checkSignal("signalAtEnd", result.signalAtEnd());
        if (result.scoreCurve() != null) {
            checkCurve(result.scoreCurve(), result.iterations(), result.measure());
        }
    }

    private static void checkCurve(ScoreCurve curve, int iterations, Measure measure) {
        int before = 0;
        for (int next : curve.iterations()) {
            Check.require(
                    next > before && next <= iterations,
                    "scoreCurve.iterations",
                    "ascending from 1 to " + iterations,
                    curve.iterations());
            before = next;
        }
        Check.require(
                curve.scores().size() == curve.iterations().size(),
                "scoreCurve.scores",
                "of " + curve.iterations().size() + " numbers",
                curve.scores().size());
        curve.scores().forEach(score -> measure.require("scoreCurve.scores", score));
    }

    private static void checkLosses(TrialResult result) {
        List<Double> losses = result.history();
        Check.require(
                losses.size() == result.iterations(),
                "history",
                "of " + result.iterations() + " losses",
                losses.size());
        losses.forEach(loss -> finite("loss", loss));
        boolean any = !losses.isEmpty();
        givenIf(any, "initialLoss", result.initialLoss());
        givenIf(any, "msPerIteration", result.msPerIteration());
        if (any) {
            finite("initialLoss", result.initialLoss());
            Check.nonNegativeFinite("msPerIteration", result.msPerIteration());
        }
    }

    private static void checkTest(TrialResult result) {
        boolean tested = result.status() != TrialStatus.DIVERGED;
        givenIf(tested, "testScore", result.testScore());
        givenIf(tested, "finalLoss", result.finalLoss());
        givenIf(result.status() != TrialStatus.COMPLETED, "error", result.error());
        if (tested) {
            Check.inRange("iterations", result.iterations(), 1, Integer.MAX_VALUE);
            result.measure().require("testScore", result.testScore());
            finite("finalLoss", result.finalLoss());
        }
    }

    private static void checkSignal(String name, TrialSignal signal) {
        if (signal != null) {
            checkDirection(name + ".forward", signal.forward());
            checkDirection(name + ".backward", signal.backward());
            if (signal.layers() != null) { // trials of before they were kept have none
                checkLayers(name + ".layers", signal.layers());
            }
        }
    }

    private static void checkLayers(String name, TrialSignal.Layers layers) {
        int depth = -1;
        for (int next : layers.depths()) {
            Check.require(next > depth, name + ".depths", "ascending from 0", layers.depths());
            depth = next;
        }
        checkAmplitudes(
                name + ".activations", layers.activations(), layers.depths().size());
        checkAmplitudes(name + ".gradients", layers.gradients(), layers.depths().size());
    }

    private static void checkAmplitudes(String name, List<Double> amplitudes, int depths) {
        Check.require(amplitudes.size() == depths, name, "of " + depths + " numbers", amplitudes.size());
        for (Double amplitude : amplitudes) {
            if (amplitude != null) {
                Check.nonNegativeFinite(name, amplitude);
            }
        }
    }

    private static void checkDirection(String name, TrialSignal.Direction direction) {
        Check.given(name, direction);
        Check.given(name + ".verdict", direction.verdict());
        if (direction.ratePerLayer() != null) {
            Check.require(direction.ratePerLayer() >= 0, name + ".ratePerLayer", "0 or more", direction.ratePerLayer());
        }
        if (direction.ordersOfMagnitude() != null) {
            finite(name + ".ordersOfMagnitude", direction.ordersOfMagnitude());
        }
    }

    private static void givenIf(boolean given, String name, Object value) {
        Check.require(given == (value != null), name, given ? "given" : "null", value);
    }

    private static void finite(String name, double value) {
        Check.require(Double.isFinite(value), name, "finite", value);
    }
}
