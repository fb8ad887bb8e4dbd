// SPDX-License-Identifier: Apache-2.0
/**
 * What a run says of itself in its folder: which command, when, on what, with which data, and how it ended. Start at
 * {@link io.github.dl4jinit.cli.run.Run}.
 */
package io.github.dl4jinit.cli.run;
