// SPDX-License-Identifier: Apache-2.0
/**
 * What runs beside each executor, in a class loader of its own: worker processes that are kept for the trials that
 * follow. Start at {@link io.github.dl4jinit.spark.node.NodeWorkers}.
 */
package io.github.dl4jinit.spark.node;
