// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import java.io.IOException;

/** What is watched: a page, and the data that it asks for again and again. */
public interface Watched {

    /**
     * What changes whenever the data may have changed, in letters and digits; quick to tell.
     *
     * @throws IOException if it cannot be looked at
     */
    String stamp() throws IOException;

    /**
     * The page with the data as it is now.
     *
     * @throws IOException if there is nothing to show yet, which the message says in a sentence
     */
    byte[] page() throws IOException;

    /**
     * The data alone, as JSON.
     *
     * @throws IOException if there is nothing to show yet, which the message says in a sentence
     */
    byte[] data() throws IOException;
}
