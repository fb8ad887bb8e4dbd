// SPDX-License-Identifier: Apache-2.0
/**
 * Where a command's trials run: on this machine or on a cluster. Start at
 * {@link io.github.dl4jinit.cli.cluster.Workplace}.
 */
package io.github.dl4jinit.cli.cluster;
