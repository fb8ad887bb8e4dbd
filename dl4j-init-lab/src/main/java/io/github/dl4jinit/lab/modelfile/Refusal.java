// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.internal.Reason;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.exc.InvalidFormatException;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;
import org.nd4j.shade.jackson.databind.exc.MismatchedInputException;
import org.nd4j.shade.jackson.databind.exc.ValueInstantiationException;

/** Why DL4J makes no network of a configuration, for people who know neither its parser nor its source. */
final class Refusal {

    /** What Java says of a name that an enumeration does not have. */
    private static final Pattern UNKNOWN_CONSTANT = Pattern.compile("No enum constant [\\w.]*\\b(\\w+)\\.(.*)");

    /** What stands before the name of a class. */
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}(?=[A-Z])");

    private final Origin origin;

    private Refusal(Origin origin) {
        this.origin = origin;
    }

    /** The refusal of a file for what DL4J threw. */
    static InvalidModelException of(String file, Origin origin, Exception e) {
        if (Reason.isOutOfMemory(OneLine.telling(e))) {
            return new InvalidModelException(file, "needs more memory than there is", e);
        }
        return new InvalidModelException(
                file, "has a configuration that DL4J refuses: " + new Refusal(origin).reason(e), e);
    }

    /** The refusal of a file for what DL4J threw when it was to write what it had read. */
    static InvalidModelException ofWriting(String file, Origin origin, Exception e) {
        return new InvalidModelException(
                file, "has a configuration that DL4J reads but cannot write: " + new Refusal(origin).reason(e), e);
    }

    private String reason(Throwable e) {
        Throwable thrown = OneLine.telling(e);
        if (thrown instanceof JsonMappingException parsing) {
            return place(parsing) + what(parsing);
        }
        if (origin.writesDropoutAsNumber()
                && String.valueOf(thrown.getMessage()).contains("Dropout with 0.0")) {
            return "of a graph that DL4J 0.9 or older wrote, it takes a layer without dropout for one that drops"
                    + " everything; save the model again with DL4J 0.9.1, and that with 1.0.0-beta3";
        }
        return words(thrown);
    }

    /** As in {@code confs[0].layer.nin}. */
    private static String place(JsonMappingException e) {
        if (e.getPath().isEmpty()) {
            return "it";
        }
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .substring(1);
    }

    private String what(JsonMappingException e) {
        if (e instanceof InvalidTypeIdException type) {
            return type(type);
        } else if (e instanceof InvalidFormatException format) {
            return " must be " + kind(format.getTargetType()) + ", found " + OneLine.of(format.getValue() + "");
        } else if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return " must be " + kind(mismatch.getTargetType()) + ", found something else";
        } else if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return ": " + reason(e.getCause());
        }
        return ": " + (e.getCause() == null ? plain(OneLine.of(e.getOriginalMessage())) : words(e.getCause()));
    }

    private static String words(Throwable e) {
        return plain(OneLine.of(Reason.forInput(e)));
    }

    /** Without what only Java's programmers say. */
    private static String plain(String words) {
        Matcher constant = UNKNOWN_CONSTANT.matcher(words);
        return constant.lookingAt()
                ? "it knows no " + constant.group(1) + " \"" + constant.group(2) + "\""
                : PACKAGE.matcher(words).replaceAll("");
    }

    private String type(InvalidTypeIdException e) {
        String type = e.getBaseType().getRawClass().getSimpleName();
        if (e.getTypeId() == null) {
            return " must name the class of its " + type + ", found none";
        } else if (origin.wrapsTypes()) {
            return " is a " + type + " of the kind \"" + e.getTypeId() + "\", which DL4J does not know, or no longer;"
                    + " a class of your own in this old form is read by DL4J 1.0.0-beta to 1.0.0-beta4, which save it"
                    + " in the new";
        }
        return " must be " + kind(e.getBaseType().getRawClass()) + ", found the class " + e.getTypeId();
    }

    private static String kind(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        } else if (type == String.class) {
            return "a text";
        } else if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.getName().startsWith("java.") ? "an object" : "an object of the type " + type.getSimpleName();
    }
}
