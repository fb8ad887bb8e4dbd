// SPDX-License-Identifier: Apache-2.0
/** MNIST and any other labelled images in the IDX format. Start at {@link io.github.dl4jinit.lab.data.ImageDataset}. */
package io.github.dl4jinit.lab.data;
