// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.databind.JsonNode;

/** The releases of DL4J that write configurations of one form, told by the names of their fields. */
enum Origin {
    UNTIL_0_7_1("0.7.1 or older", true),
    FROM_0_7_2_TO_0_8("0.7.2 or 0.8", true),
    FROM_0_9("0.9", true),
    FROM_1_0_0_ALPHA("1.0.0-alpha", true),
    FROM_1_0_0_BETA_TO_BETA3("1.0.0-beta to 1.0.0-beta3", false),
    SINCE_1_0_0_BETA4("1.0.0-beta4 or newer", false);

    private final String releases;
    private final boolean wrapped;

    Origin(String releases, boolean wrapped) {
        this.releases = releases;
        this.wrapped = wrapped;
    }

    /** Where a tree with a layer or a vertex comes from. */
    static Origin of(JsonNode tree) {
        if (!isWrapped(tree)) {
            return has(tree, "weightInit") && !has(tree, "dataType") ? FROM_1_0_0_BETA_TO_BETA3 : SINCE_1_0_0_BETA4;
        } else if (has(tree, "epochCount")) {
            return FROM_1_0_0_ALPHA;
        } else if (has(tree, "iupdater")) {
            return FROM_0_9;
        }
        return has(tree, "activationFn") ? FROM_0_7_2_TO_0_8 : UNTIL_0_7_1;
    }

    /** As in {"dense": {…}}, and not {"@class": "….DenseLayer", …}. */
    private static boolean isWrapped(JsonNode tree) {
        JsonNode layers = tree.path("confs");
        for (JsonNode part : layers.isArray() ? layers : tree.path("vertices")) {
            JsonNode typed = layers.isArray() ? part.path("layer") : part;
            if (typed.has("@class")) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(JsonNode tree, String field) {
        return tree.findValue(field) != null;
    }

    /** Whether the type of an object stands around it, by a name that only DL4J knows, and not within as a class. */
    boolean wrapsTypes() {
        return wrapped;
    }

    /**
     * Whether a layer's dropout is a number, 0 if it has none. DL4J since 1.0.0-beta4 takes the 0 of a graph's layer
     * for the probability to keep an activation.
     */
    boolean writesDropoutAsNumber() {
        return compareTo(FROM_0_9) <= 0;
    }

    /** Adds to a refusal which releases wrote the file, where they are so old that it may be the reason. */
    InvalidModelException explain(InvalidModelException refusal) {
        return this == SINCE_1_0_0_BETA4 ? refusal : refusal.with(" (written by DL4J " + releases + ")");
    }
}
