// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

/** What becomes of a signal on its way through a network. */
public enum Verdict {
    /** It stays within {@link Trend#UNHEALTHY_ORDERS} orders of magnitude of what it was at the start. */
    HEALTHY,
    /** It falls below, or is exactly zero. */
    VANISHING,
    /** It rises above, or is not a finite number. */
    EXPLODING
}
