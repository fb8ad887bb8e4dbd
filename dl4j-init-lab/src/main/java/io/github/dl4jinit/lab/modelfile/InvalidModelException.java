// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.OneLine;
import java.io.IOException;

/** A file that holds no network, or none that may be loaded; the message is one sentence that begins with the file. */
public final class InvalidModelException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidModelException(String file, String problem) {
        this(file, problem, null);
    }

    InvalidModelException(String file, String problem, Throwable cause) {
        this(OneLine.of(file + " " + problem), cause);
    }

    private InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same with a remark at the end. */
    InvalidModelException with(String remark) {
        return new InvalidModelException(getMessage() + remark, this);
    }
}
