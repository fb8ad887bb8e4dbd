// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

/** Where images come from, or other arrays of numbers with a class each. */
public sealed interface ImageSource extends DataSource permits IdxSource, ImageFolderSource {}
