// SPDX-License-Identifier: Apache-2.0
/** The command line {@code dl4j-init}: a class for each subcommand. Start at {@link io.github.dl4jinit.cli.Main}. */
package io.github.dl4jinit.cli;
