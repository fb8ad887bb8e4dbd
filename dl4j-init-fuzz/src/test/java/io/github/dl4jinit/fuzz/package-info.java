// SPDX-License-Identifier: Apache-2.0
/**
 * Hostile inputs for everything that reads text or files, and odd arguments for every public call of core and lab
 * ({@link io.github.dl4jinit.fuzz.OddArguments}). A class a kind of input: what is fed in, and what may happen, which
 * {@link io.github.dl4jinit.fuzz.Contract} decides. Inputs come from two sources:
 * {@link io.github.dl4jinit.fuzz.Variations} changes valid ones at places where it hurts, and Jazzer changes bytes and
 * follows the branches that they reach. What breaks the contract stays in {@code src/test/resources} and is replayed by
 * every build.
 */
package io.github.dl4jinit.fuzz;
