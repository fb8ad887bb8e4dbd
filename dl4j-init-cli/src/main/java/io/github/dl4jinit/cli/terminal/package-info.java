// SPDX-License-Identifier: Apache-2.0
/** Progress while trials run. Start at {@link io.github.dl4jinit.cli.terminal.ProgressDisplay}. */
package io.github.dl4jinit.cli.terminal;
