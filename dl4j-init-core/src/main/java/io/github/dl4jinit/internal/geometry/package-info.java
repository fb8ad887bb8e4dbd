// SPDX-License-Identifier: Apache-2.0
/**
 * What a rate does not show: how alike examples become, how a gradient changes from an input to its neighbour, and how
 * unevenly a network stretches different directions. Measured by a few passes of a copy, and predicted by the theory
 * where a network is a chain of dense layers. Start at {@link io.github.dl4jinit.internal.geometry.GeometryProbe} and
 * {@link io.github.dl4jinit.internal.geometry.Prediction}.
 */
package io.github.dl4jinit.internal.geometry;
