// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.io.Serializable;
import org.apache.commons.lang3.SerializationException;
import org.apache.commons.lang3.SerializationUtils;

/**
 * Copies of configurations and functions that share nothing with the original. DL4J's own {@code clone()} shares what
 * is inside wrappers, and every activation function.
 */
public final class DeepCopy {

    private DeepCopy() {}

    /**
     * A deep copy, or {@code null} if something inside cannot be serialised, such as a user's own class with foreign
     * fields.
     */
    public static <T extends Serializable> T orNull(T original) {
        try {
            return SerializationUtils.clone(original);
        } catch (SerializationException e) {
            return null;
        }
    }
}
