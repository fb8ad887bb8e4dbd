// SPDX-License-Identifier: Apache-2.0
/**
 * The lab's trials on a Spark cluster. Start at {@link io.github.dl4jinit.spark.SparkTrialRunner}. Nothing here needs
 * Spark on the class path: what does, runs in a driver process that Spark's own {@code spark-submit} starts.
 */
package io.github.dl4jinit.spark;
