// SPDX-License-Identifier: Apache-2.0
/** Finding the best values of knobs by successive halving. Start at {@link io.github.dl4jinit.lab.tune.Tuner}. */
package io.github.dl4jinit.lab.tune;
