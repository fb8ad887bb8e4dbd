// SPDX-License-Identifier: Apache-2.0
/** Short programs to copy from, one idea each. Start at {@link io.github.dl4jinit.examples.FiftyLayerMlp}. */
package io.github.dl4jinit.examples;
