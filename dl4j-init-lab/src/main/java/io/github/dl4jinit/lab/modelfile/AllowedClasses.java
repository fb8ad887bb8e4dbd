// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.Check;
import java.util.List;

/**
 * The classes that a model file may name. To name a class is to run its static initialiser and its constructor, so a
 * name is checked before anything looks it up.
 */
final class AllowedClasses {

    private static final List<String> OWN = List.of("org.deeplearning4j.", "org.nd4j.", "io.github.dl4jinit.");

    /** Other people's libraries that ND4J carries along under its own name. */
    private static final String SHADED = "org.nd4j.shade.";

    private static final int MAX_LENGTH = 500;

    private final List<String> named;

    /** The usual classes and those that the user named: class names, or package prefixes that end in a dot. */
    AllowedClasses(List<String> named) {
        this.named = Check.givenEach("allowed classes", named);
    }

    boolean allows(String name) {
        return isClassName(name)
                && (named.stream().anyMatch(n -> n.endsWith(".") ? name.startsWith(n) : name.equals(n))
                        || OWN.stream().anyMatch(name::startsWith) && !name.startsWith(SHADED));
    }

    /** Refuses a name that is not allowed. */
    void check(String file, String name) throws InvalidModelException {
        if (allows(name)) {
            return;
        }
        if (!isClassName(name)) {
            String shown = name.length() > 100 ? name.substring(0, 100) + " ..." : name;
            throw new InvalidModelException(file, "has \"" + shown + "\" where the name of a class is expected");
        }
        throw new InvalidModelException(
                file,
                "names the class " + name + ", which is neither DL4J's nor this library's: allow it with --allow-class "
                        + name + " if you trust the file");
    }

    /**
     * Whether this is the plain name of one class. Jackson reads more than that: "a.B&lt;c.D&gt;" loads both classes,
     * "[La.B;" is an array of them.
     */
    private static boolean isClassName(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.endsWith(".")) {
            return false;
        }
        boolean start = true;
        for (int c : name.codePoints().toArray()) {
            if (c == '.') {
                if (start) {
                    return false;
                }
                start = true;
            } else if (Character.isIdentifierIgnorable(c)
                    || !(start ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c))) {
                return false;
            } else {
                start = false;
            }
        }
        return true;
    }
}
