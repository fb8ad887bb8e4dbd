// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** An object that runs when it is read from a stream. */
public final class Sleeper implements Serializable {

    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        Sightings.report("Sleeper");
    }
}
