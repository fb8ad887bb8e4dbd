// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.model;

import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;

/** Jackson asks this about every name of a class, wherever in the text it stands, before it looks the class up. */
final class TypeGuard extends PolymorphicTypeValidator.Base {

    private static final long serialVersionUID = 1L;

    private final transient AllowedClasses allowed;

    private transient String refused;

    TypeGuard(AllowedClasses allowed) {
        this.allowed = allowed;
    }

    /** The name that was refused last, or {@code null}: Jackson's own exception does not say. */
    String refused() {
        return refused;
    }

    @Override
    public Validity validateSubClassName(MapperConfig<?> config, JavaType baseType, String name) {
        if (allowed.allows(name)) {
            return Validity.ALLOWED;
        }
        refused = name;
        return Validity.DENIED;
    }
}
