// SPDX-License-Identifier: Apache-2.0
/**
 * Files that DL4J's {@code DataSet.save} and {@code MultiDataSet.save} have written, and that nobody vouches for: what
 * they may hold. Start at {@link io.github.dl4jinit.lab.data.saved.SavedBatch}.
 */
package io.github.dl4jinit.lab.data.saved;
