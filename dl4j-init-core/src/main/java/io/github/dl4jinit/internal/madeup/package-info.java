// SPDX-License-Identifier: Apache-2.0
/**
 * Data for a network that is probed without any: inputs of the shapes that its layers tell, labels that its losses can
 * take, and how many examples memory allows. Start at {@link io.github.dl4jinit.internal.madeup.RandomInputs}.
 */
package io.github.dl4jinit.internal.madeup;
