// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The fields of one initialiser in a configuration's JSON or YAML. DL4J's own object mapper ignores unknown fields and
 * fills in missing ones, so a misspelt {@code gain} would silently become another scheme: here each of these is
 * refused.
 */
final class JsonFields {

    private final String owner;
    private final Map<String, Object> fields;

    /**
     * Checks that the fields are exactly those that the initialiser has.
     *
     * @param owner the initialiser's name, for messages
     * @param fields what the file says
     * @param known the names of all fields that the initialiser has
     * @throws IllegalArgumentException if a known field is missing or an unknown one is there
     */
    JsonFields(String owner, Map<String, Object> fields, String... known) {
        this.owner = owner;
        this.fields = fields;
        List<String> names = List.of(known);
        fields.forEach((name, value) ->
                Check.require(names.contains(name), qualified(name), "one of the fields " + names, quoted(value)));
        names.forEach(name -> Check.require(fields.containsKey(name), qualified(name), "given", "only " + fields));
    }

    /**
     * The value of a numeric field.
     *
     * @throws IllegalArgumentException if the field is not a number
     */
    double number(String name) {
        Object value = fields.get(name);
        Check.require(value instanceof Number, qualified(name), "a number", quoted(value));
        return ((Number) value).doubleValue();
    }

    /**
     * The value of a field that names a constant of an enum.
     *
     * @throws IllegalArgumentException if the enum has no such constant
     */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        Object value = fields.get(name);
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                Check.message(qualified(name), "one of " + Arrays.toString(constants), quoted(value)));
    }

    private String qualified(String name) {
        return owner + "." + name;
    }

    private static Object quoted(Object value) {
        return value instanceof String ? "\"" + value + "\"" : value;
    }
}
