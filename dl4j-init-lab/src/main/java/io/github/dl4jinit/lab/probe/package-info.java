// SPDX-License-Identifier: Apache-2.0
/**
 * Probing a network in a file that nobody vouches for: the question and the answer as values, so that they can go to a
 * process of their own and back. Start at {@link io.github.dl4jinit.lab.probe.ModelProbe}.
 */
package io.github.dl4jinit.lab.probe;
