// SPDX-License-Identifier: Apache-2.0
/**
 * A training step without detours for networks of dense layers: the arithmetic of DL4J's own step, in the same order,
 * without the copies, calls and products that it does not need. Start at
 * {@link io.github.dl4jinit.lab.training.dense.DenseStep}; which networks it trains is decided in {@code Eligibility}.
 */
package io.github.dl4jinit.lab.training.dense;
