// SPDX-License-Identifier: Apache-2.0
/**
 * The checks of the signal doctor that go beyond the trend over depth. Each looks at measured facts and returns
 * {@link io.github.dl4jinit.internal.diagnosis.Finding}s: one class a kind of fault, which also says what to do. Which
 * of several findings is the cause of the others is decided in {@code signal.Causes}.
 */
package io.github.dl4jinit.internal.diagnosis;
