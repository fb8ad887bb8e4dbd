// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.spark.SparkSettings;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The flags that say where trials run. */
public final class ClusterOptions {

    @Option(
            names = "--cluster",
            paramLabel = "MASTER",
            description =
                    "Run the trials on a Spark cluster, such as spark://host:7077, yarn or k8s://https://host:443,"
                            + " by the spark-submit of SPARK_HOME or PATH (docs/cluster.md).")
    private String master;

    @Option(
            names = "--cluster-conf",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Settings of Spark, as in spark.cores.max=8,spark.task.maxFailures=2.")
    private Map<String, String> conf = Map.of();

    @Option(
            names = "--cluster-shared",
            description = "Ship nothing: every node has dl4j-init, data and models at the paths they have here.")
    private boolean shared;

    /**
     * Where trials run.
     *
     * @param jobs how many at a time at most, if that was said
     * @param notices receives a sentence for people when a cluster lets one wait
     * @throws IllegalArgumentException if a flag's value is out of its range, or Spark is not found
     */
    public Workplace workplace(WorkerSettings workers, OptionalInt jobs, Consumer<String> notices) {
        if (master == null) {
            Check.require(conf.isEmpty(), "--cluster-conf", "given together with --cluster", conf);
            Check.require(!shared, "--cluster-shared", "given together with --cluster", shared);
            return new LocalWorkplace(workers, jobs);
        }
        return new ClusterWorkplace(
                new SparkSettings(SparkSettings.findSubmit(System.getenv()), master, conf, shared, workers, notices),
                jobs);
    }
}
