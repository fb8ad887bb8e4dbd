// SPDX-License-Identifier: Apache-2.0
/**
 * Helpers that every package of this project may use. Neither they nor the packages below are part of the API:
 * {@code sampling} draws weights, {@code topology} is the one view of both kinds of network, {@code layer} knows what
 * each kind of layer is made of and does to a signal, {@code measure} is the arithmetic behind signal reports,
 * {@code diagnosis} judges what was measured, and {@code advice} finds the lines that people paste.
 */
package io.github.dl4jinit.internal;
