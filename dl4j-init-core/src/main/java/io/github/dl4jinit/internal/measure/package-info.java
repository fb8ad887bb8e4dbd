// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic of the signal doctor. {@code MomentsAccumulator} and {@code UnitStatistics} describe arrays of any
 * size, and {@code LayerTraits} says what such figures mean in each kind of layer. Start at
 * {@link io.github.dl4jinit.internal.measure.MomentsAccumulator}.
 */
package io.github.dl4jinit.internal.measure;
