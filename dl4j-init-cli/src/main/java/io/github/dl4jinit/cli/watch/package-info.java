// SPDX-License-Identifier: Apache-2.0
/**
 * The page of a run while it runs, served to this machine's own browser and to nobody else. Start at
 * {@link io.github.dl4jinit.cli.watch.WatchServer}.
 */
package io.github.dl4jinit.cli.watch;
