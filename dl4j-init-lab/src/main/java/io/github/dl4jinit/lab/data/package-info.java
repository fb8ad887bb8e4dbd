// SPDX-License-Identifier: Apache-2.0
/**
 * MNIST and other labelled images in the IDX format, tables, and generated sequences. Start at
 * {@link io.github.dl4jinit.lab.data.Mnist} to train on it, at {@link io.github.dl4jinit.lab.data.ImageDataset} for
 * images of your own.
 */
package io.github.dl4jinit.lab.data;
