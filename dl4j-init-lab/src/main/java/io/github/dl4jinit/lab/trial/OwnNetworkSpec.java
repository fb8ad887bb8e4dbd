// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A user's own network, by its configuration.
 *
 * @param configuration file of a {@code MultiLayerConfiguration}, or what to call one that is in memory
 * @param sha256 the file's digest, so that results of another version of it are not taken for this one's; {@code null}
 *     of one in memory
 * @param allowedClasses what the file may name beside DL4J's and this library's classes
 * @param learningRate in place of the one in the configuration, or {@code null}
 */
public record OwnNetworkSpec(String configuration, String sha256, List<String> allowedClasses, Double learningRate)
        implements NetworkSpec {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final int SHORT_DIGEST = 12;

    public OwnNetworkSpec {
        Check.given("configuration", configuration);
        allowedClasses = Check.givenEach("allowed classes", allowedClasses);
        Check.require(sha256 == null || SHA256.matcher(sha256).matches(), "sha256", "of 64 hexadecimal digits", sha256);
        if (learningRate != null) {
            Check.positiveFinite("lr", learningRate);
        }
    }

    /** The specification of a network whose configuration a program holds. */
    public static OwnNetworkSpec inMemory(String name) {
        return new OwnNetworkSpec(name, null, List.of(), null);
    }

    @Override
    public OwnNetworkSpec withLearningRate(double newLearningRate) {
        return new OwnNetworkSpec(configuration, sha256, allowedClasses, newLearningRate);
    }

    @Override
    public String network() {
        return configuration;
    }

    @Override
    public String updates() {
        return "its own updater" + (learningRate == null ? "" : " with learning rate " + learningRate);
    }

    @Override
    public String fileName() {
        return (sha256 == null ? FileName.of(configuration) : sha256.substring(0, SHORT_DIGEST))
                + (learningRate == null ? "" : "-lr" + learningRate);
    }

    /** The patience of the most patient rule, whatever its updaters are: too much patience costs time only. */
    @Override
    public int patience(int iterations) {
        return Optimiser.ADAM.patience(iterations);
    }

    /** All trials of one network take the same work. */
    @Override
    public long work() {
        return 1;
    }
}
