// SPDX-License-Identifier: Apache-2.0
/**
 * Initialising whole networks: every weight by its layer's true fans and by what its inputs have been through. Start at
 * {@link io.github.dl4jinit.network.NetworkInit}.
 *
 * <p>Each stage hands an immutable value to the next. The builder makes {@code Settings}; {@code KnownNetwork} joins
 * the nodes of a network with the facts of their layers ({@code internal.layer}); {@code ResidualBranches} finds skip
 * connections, {@code Mirroring} what comes in pairs if weights are to be mirrored; {@code Planner} follows the signal
 * from node to node and lets a {@code NodePlanner} decide what each parameter is to become ({@code Decision}, by its
 * {@code Scale}); the {@code Plan} is drawn in a {@code Transaction}, all of it or nothing.
 * {@link io.github.dl4jinit.network.Lsuv} goes on from there by a {@code ForwardPass} of data.
 */
package io.github.dl4jinit.network;
