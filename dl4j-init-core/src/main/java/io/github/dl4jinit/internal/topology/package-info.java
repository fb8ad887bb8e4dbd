// SPDX-License-Identifier: Apache-2.0
/**
 * One view of DL4J's two kinds of network. Start at {@link io.github.dl4jinit.internal.topology.NetworkView}: it lists
 * a network's {@link io.github.dl4jinit.internal.topology.NetworkNode nodes} and does under one name what a
 * {@code MultiLayerNetwork} and a {@code ComputationGraph} do each in a way of its own. Nothing outside this package
 * needs to ask which of the two a network is.
 */
package io.github.dl4jinit.internal.topology;
