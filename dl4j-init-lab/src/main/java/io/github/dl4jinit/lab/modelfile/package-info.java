// SPDX-License-Identifier: Apache-2.0
/**
 * Models from outside, which nobody vouches for: files as DL4J's {@code ModelSerializer} writes them, and
 * configurations as text. Start at {@link io.github.dl4jinit.lab.modelfile.ModelFile}.
 */
package io.github.dl4jinit.lab.modelfile;
