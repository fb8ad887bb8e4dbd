// SPDX-License-Identifier: Apache-2.0
/**
 * An initialisation as a value: its name, its knobs, and how it is built. Start at
 * {@link io.github.dl4jinit.lab.scheme.Scheme}.
 */
package io.github.dl4jinit.lab.scheme;
