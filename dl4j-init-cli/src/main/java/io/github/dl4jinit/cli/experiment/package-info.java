// SPDX-License-Identifier: Apache-2.0
/** Experiments that can be done again: files that hold the options of a command, and what differs between two runs. */
package io.github.dl4jinit.cli.experiment;
