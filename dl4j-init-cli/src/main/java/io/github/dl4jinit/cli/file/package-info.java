// SPDX-License-Identifier: Apache-2.0
/** Files that are complete or absent. Start at {@link io.github.dl4jinit.cli.file.OutputFolder}. */
package io.github.dl4jinit.cli.file;
