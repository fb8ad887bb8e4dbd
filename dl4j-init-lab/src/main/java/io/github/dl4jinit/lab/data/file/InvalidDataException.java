// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import java.io.IOException;

/**
 * A data file that cannot be what it claims to be; the message names the file, what was expected and what was found.
 */
public final class InvalidDataException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with a file. */
    public InvalidDataException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** What is wrong with a file, and how it was noticed. */
    public InvalidDataException(String file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
