// SPDX-License-Identifier: Apache-2.0
/**
 * The lines that the doctor gives people to paste: which initialiser, and which way of {@code NetworkInit}, fits a
 * function and a depth. Start with {@code InitialiserChoice}.
 */
package io.github.dl4jinit.internal.advice;
