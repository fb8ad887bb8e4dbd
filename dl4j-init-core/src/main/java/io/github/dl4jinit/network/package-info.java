// SPDX-License-Identifier: Apache-2.0
/**
 * Initialising whole networks: every weight by its layer's true fans and by what its inputs have been through. Start at
 * {@link io.github.dl4jinit.network.NetworkInit}.
 *
 * <p>{@code internal.topology} lists a network's layers and vertices, {@code LayerRules} says what each layer's
 * parameters are, {@code Incoming} and {@code Propagation} follow the signal (with {@code Theories},
 * {@code LstmMoments} and {@code Widths}), {@code ResidualBranches} finds skip connections, {@code Planner} puts these
 * together to a {@code Drawing} for each parameter, and a {@code Transaction} writes all or none.
 * {@link io.github.dl4jinit.network.Lsuv} goes by a {@code ForwardPass} of data instead.
 */
package io.github.dl4jinit.network;
