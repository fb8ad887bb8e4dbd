// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.DataFacts;

/** The sentence on data that are NaN or infinite. */
final class NotFinite {

    private NotFinite() {}

    static String sentence(DataFacts facts, DataFacts.Place first) {
        long others = facts.notFinite() - 1;
        return facts.columnName(first.column()) + " is " + (Double.isNaN(first.value()) ? "NaN" : "infinite")
                + " in example " + first.example()
                + (others == 0 ? "" : " (and " + others + " more values are NaN or infinite)")
                + (first.hidden() ? "; a mask does not help, since 0 times NaN is NaN" : "");
    }
}
