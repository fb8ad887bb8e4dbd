// SPDX-License-Identifier: Apache-2.0
/** Training every combination of knobs. Start at {@link io.github.dl4jinit.lab.sweep.Sweep}. */
package io.github.dl4jinit.lab.sweep;
