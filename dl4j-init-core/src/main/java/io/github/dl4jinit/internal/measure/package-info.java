// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic of the signal doctor. {@code MomentsAccumulator} and {@code UnitStatistics} describe arrays of any
 * size, {@code LayerTraits} says what such figures mean in each kind of layer, {@code NextUpdate} computes what the
 * next step of training subtracts, and {@code RandomData} makes up a batch for networks that are probed without one.
 * Start at {@link io.github.dl4jinit.internal.measure.MomentsAccumulator}.
 */
package io.github.dl4jinit.internal.measure;
