// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How a cluster is reached, and what its workers are.
 *
 * @param submit Spark's program {@code spark-submit}
 * @param master the cluster, as {@code spark-submit --master} takes it: {@code spark://host:7077}, {@code yarn},
 *     {@code k8s://…}
 * @param conf settings of Spark by their names, before those in its {@code conf/spark-defaults.conf}
 * @param shared whether every node has this program, data and models at the paths they have here; if not, Spark ships
 *     them
 * @param workers the workers' heap, hang limit and steps; receives what Spark logs
 * @param notices receives a sentence for people when the cluster lets one wait
 */
public record SparkSettings(
        Path submit,
        String master,
        Map<String, String> conf,
        boolean shared,
        WorkerSettings workers,
        Consumer<String> notices) {

    private static final String PROGRAM = "spark-submit";

    public SparkSettings {
        Check.given("submit", submit);
        Check.require(!Check.given("cluster", master).isBlank(), "cluster", "the URL of a Spark master", master);
        conf = Map.copyOf(Check.given("cluster-conf", conf));
        conf.keySet()
                .forEach(name -> Check.require(
                        name.startsWith("spark."),
                        "cluster-conf",
                        "settings of Spark, such as spark.cores.max=8",
                        name));
        Check.given("workers", workers);
        Check.given("notices", notices);
    }

    /**
     * Where {@code spark-submit} is.
     *
     * @param environment variables: {@code SPARK_HOME} goes before {@code PATH}
     * @throws IllegalArgumentException if it is nowhere
     */
    public static Path findSubmit(Map<String, String> environment) {
        String home = Check.given("environment", environment).get("SPARK_HOME");
        Stream<Path> places = home != null && !home.isBlank()
                ? Stream.of(Path.of(home, "bin"))
                : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(place -> !place.isBlank())
                        .map(Path::of);
        Optional<Path> found = places.map(place -> place.resolve(PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("--cluster needs Spark 3.5 or 4, and "
                + (home == null || home.isBlank()
                        ? "there is no " + PROGRAM + " in PATH"
                        : home + " has no bin/" + PROGRAM)
                + ": set SPARK_HOME to the folder of an installation"));
    }
}
