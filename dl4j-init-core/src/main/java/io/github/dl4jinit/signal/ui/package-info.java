// SPDX-License-Identifier: Apache-2.0
/**
 * Signal reports in DL4J's training UI, whose jars must be on the class path. Start at
 * {@link io.github.dl4jinit.signal.ui.StatsStorageSink}.
 */
package io.github.dl4jinit.signal.ui;
