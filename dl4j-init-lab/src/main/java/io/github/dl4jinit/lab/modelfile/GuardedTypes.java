// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.type.TypeFactory;
import org.nd4j.shade.jackson.databind.util.LRUMap;
import org.nd4j.shade.jackson.databind.util.LookupCache;

/**
 * The one place where Jackson turns a name into a class, wherever in the text the name stands.
 *
 * <p>Jackson's own {@code PolymorphicTypeValidator} is not enough: of "a.B&lt;c.D&gt;" it is shown "a.B", and then both
 * are loaded.
 */
final class GuardedTypes extends TypeFactory {

    private static final long serialVersionUID = 1L;

    private static final int CACHED_TYPES = 200;

    private final transient AllowedClasses allowed;

    private transient String refused;

    GuardedTypes(AllowedClasses allowed) {
        super(emptyCache());
        this.allowed = allowed;
    }

    /** Not that of the default instance, which may know classes that are not allowed here. */
    private static LookupCache<Object, JavaType> emptyCache() {
        return new LRUMap<>(16, CACHED_TYPES);
    }

    /** The name that was refused last, or {@code null}: Jackson's own exceptions do not say. */
    String refused() {
        return refused;
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        if (!allowed.allows(name)) {
            refused = name;
            throw new ClassNotFoundException(name);
        }
        return super.findClass(name);
    }
}
