// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

/** What becomes of a signal on its way through a network. */
public enum Verdict {
    /** The signal stays within {@link Trend#UNHEALTHY_ORDERS} orders of magnitude of what it was at the start. */
    HEALTHY,
    /** The signal falls below that, or is exactly zero. */
    VANISHING,
    /** The signal rises above that, or is not a finite number. */
    EXPLODING
}
