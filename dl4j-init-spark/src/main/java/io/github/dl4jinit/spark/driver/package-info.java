// SPDX-License-Identifier: Apache-2.0
/**
 * What runs within Spark's own processes, driver and executors, among Spark's classes: text comes in and goes out, and
 * no class of the lab or of its libraries is used. Start at {@link io.github.dl4jinit.spark.driver.ClusterDriver}.
 */
package io.github.dl4jinit.spark.driver;
