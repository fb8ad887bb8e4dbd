// SPDX-License-Identifier: Apache-2.0
/**
 * Networks that are ready to be trained by their name: from a depth and a width DL4J's configuration, as a user would
 * write it. Start at {@link io.github.dl4jinit.lab.preset.Presets}.
 */
package io.github.dl4jinit.lab.preset;
