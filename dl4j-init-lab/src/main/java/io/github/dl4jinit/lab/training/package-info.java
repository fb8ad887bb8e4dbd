// SPDX-License-Identifier: Apache-2.0
/**
 * Running one trial in this process: building its network, training and testing it. Start at
 * {@link io.github.dl4jinit.lab.training.Trainer}, or at {@link io.github.dl4jinit.lab.training.OwnNetworkRunner} for a
 * network of your own.
 */
package io.github.dl4jinit.lab.training;
