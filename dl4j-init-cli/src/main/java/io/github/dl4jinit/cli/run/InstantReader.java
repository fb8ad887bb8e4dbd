// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads an instant as ISO 8601 writes it: Jackson knows none of {@code java.time} without a module of its own. */
final class InstantReader extends FromStringDeserializer<Instant> {

    private static final long serialVersionUID = 1L;

    InstantReader() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String value, DeserializationContext context) throws IOException {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            return (Instant) context.handleWeirdStringValue(Instant.class, value, "not an instant of ISO 8601");
        }
    }
}
