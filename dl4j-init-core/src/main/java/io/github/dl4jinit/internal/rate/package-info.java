// SPDX-License-Identifier: Apache-2.0
/**
 * Trying learning rates on a copy of a network: the largest that trains, and what to paste. Start at
 * {@link io.github.dl4jinit.internal.rate.RateSearch}.
 */
package io.github.dl4jinit.internal.rate;
