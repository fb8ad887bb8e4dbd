// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/**
 * Looks through a configuration for sizes that a network cannot have. DL4J and ND4J believe most of them: a stride of 0
 * ends the process by a division in native code, a dilation of −3 reads outside of the image, a thousand million
 * routings never end.
 *
 * <p>A field is known by its name, whatever the version of DL4J calls the class around it. Layers of other libraries
 * may mean something else by it and are left alone.
 */
final class SizeCheck {

    /** More than any kernel, image or series has along one axis, and few enough that two of them can be multiplied. */
    private static final long MOST_ALONG_AN_AXIS = 1_000_000;

    /** What a field, or each element of it, may be. */
    private record Range(long least, long most) {

        static Range from(long least) {
            return new Range(least, Long.MAX_VALUE);
        }

        /** Whether a value lies in it; anything but a number is left to Jackson, which takes "0" for one, too. */
        boolean holds(JsonNode value) {
            if (!value.isNumber() && !value.isTextual()) {
                return true;
            }
            double number = value.asDouble(least);
            return number == Math.rint(number) && number >= least && number <= most;
        }

        @Override
        public String toString() {
            return most == Long.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
        }
    }

    private static final Range EXTENT = new Range(1, MOST_ALONG_AN_AXIS);
    private static final Range MARGIN = new Range(0, MOST_ALONG_AN_AXIS);
    private static final Range UNITS = Range.from(1);

    /** The range of a number that some layers leave at 0 because they find it out themselves. */
    private static final Range UNITS_OR_UNKNOWN = Range.from(0);

    /** ND4J's arrays have 32 axes at most; some count from the last one back. */
    private static final Range AXIS = new Range(-32, 31);

    /** By names in lower case: DL4J writes nIn as "nin". */
    private static final Map<String, Range> RANGES = Map.ofEntries(
            Map.entry("kernelsize", EXTENT),
            Map.entry("kernel", EXTENT),
            Map.entry("stride", EXTENT),
            Map.entry("dilation", EXTENT),
            Map.entry("size", EXTENT),
            Map.entry("blocksize", EXTENT),
            Map.entry("blocks", EXTENT),
            Map.entry("n", EXTENT), // of RepeatVector
            Map.entry("padding", MARGIN),
            Map.entry("paddingr", MARGIN),
            Map.entry("paddingbr", MARGIN),
            Map.entry("cropping", MARGIN),
            Map.entry("nin", UNITS_OR_UNKNOWN),
            Map.entry("nout", UNITS_OR_UNKNOWN),
            Map.entry("ninkeys", UNITS_OR_UNKNOWN),
            Map.entry("ninvalues", UNITS_OR_UNKNOWN),
            Map.entry("ninqueries", UNITS_OR_UNKNOWN),
            Map.entry("inputsize", UNITS_OR_UNKNOWN),
            Map.entry("outputsize", UNITS_OR_UNKNOWN),
            Map.entry("featuredim", UNITS_OR_UNKNOWN),
            Map.entry("inputlength", UNITS_OR_UNKNOWN),
            Map.entry("inputheight", UNITS_OR_UNKNOWN),
            Map.entry("inputwidth", UNITS_OR_UNKNOWN),
            Map.entry("inputdepth", UNITS_OR_UNKNOWN),
            Map.entry("numchannels", UNITS_OR_UNKNOWN),
            Map.entry("inputchannels", UNITS_OR_UNKNOWN),
            Map.entry("inputcapsules", UNITS_OR_UNKNOWN),
            Map.entry("inputcapsuledimensions", UNITS_OR_UNKNOWN),
            Map.entry("capsules", UNITS_OR_UNKNOWN),
            Map.entry("headsize", UNITS_OR_UNKNOWN),
            Map.entry("timesteps", UNITS_OR_UNKNOWN),
            Map.entry("from", UNITS_OR_UNKNOWN),
            Map.entry("to", UNITS_OR_UNKNOWN),
            Map.entry("capsuledimensions", UNITS),
            Map.entry("channels", UNITS),
            Map.entry("depthmultiplier", UNITS),
            Map.entry("nheads", UNITS),
            Map.entry("nqueries", UNITS),
            Map.entry("stacksize", UNITS),
            Map.entry("inputshape", UNITS),
            Map.entry("hiddensize", UNITS),
            Map.entry("windowsize", UNITS),
            Map.entry("encoderlayersizes", UNITS),
            Map.entry("decoderlayersizes", UNITS),
            Map.entry("distributionsizes", UNITS),
            Map.entry("pnorm", MARGIN),
            Map.entry("numsamples", new Range(1, 10_000)), // each is a pass through the decoder
            Map.entry("routings", new Range(1, 1000)), // each makes operations of its own
            Map.entry("poolingdimensions", AXIS),
            Map.entry("dimension", AXIS),
            Map.entry("mergeaxis", AXIS),
            Map.entry("sharedaxes", AXIS));

    private static final int LONGEST_NAME =
            RANGES.keySet().stream().mapToInt(String::length).max().orElseThrow();

    private final String file;

    SizeCheck(String file) {
        this.file = file;
    }

    /** Checks the tree of a list or a graph. */
    void check(JsonNode network) throws InvalidModelException {
        int index = 0;
        for (JsonNode layer : network.path("confs")) {
            check(layer, new Place(layer.path("layer").path("layerName").asText("layer" + index), ""));
            index++;
        }
        for (Map.Entry<String, JsonNode> vertex : network.path("vertices").properties()) {
            check(vertex.getValue(), new Place(vertex.getKey(), ""));
        }
        for (Map.Entry<String, JsonNode> before :
                network.path("inputPreProcessors").properties()) {
            check(before.getValue(), new Place("before layer " + before.getKey(), ""));
        }
        Range length = network.path("backpropType").asText().equals("TruncatedBPTT") ? UNITS : UNITS_OR_UNKNOWN;
        for (String field : new String[] {"tbpttFwdLength", "tbpttBackLength"}) {
            JsonNode value = network.path(field);
            if (!value.isMissingNode() && !length.holds(value)) {
                throw new InvalidModelException(file, "has a " + field + " of " + value + ": expected " + length);
            }
        }
    }

    /**
     * What a field of that name may be. Java's time for small letters of a long text with a Σ is the length's square.
     */
    private static Range range(String name) {
        return name.length() > LONGEST_NAME ? null : RANGES.get(name.toLowerCase(Locale.ROOT));
    }

    /** A layer, or what is inside of one, for people. */
    private record Place(String layer, String className) {

        Place within(JsonNode node) {
            String name = node.path("@class").asText();
            return name.isEmpty() ? this : new Place(layer, name);
        }

        /** Whether it is DL4J's, or of a version that writes no classes. */
        boolean isKnown() {
            return className.isEmpty() || className.startsWith("org.deeplearning4j.");
        }

        String simpleName() {
            return className.substring(className.lastIndexOf('.') + 1);
        }

        @Override
        public String toString() {
            return "layer \"" + layer + "\"" + (className.isEmpty() ? "" : " (" + simpleName() + ")");
        }
    }

    private void check(JsonNode node, Place outer) throws InvalidModelException {
        Place place = outer.within(node);
        if (place.isKnown()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                Range range = range(field.getKey());
                if (range != null && !field.getValue().isNull()) {
                    checkRange(field.getKey(), field.getValue(), range, place);
                }
            }
            checkAxes(node, place);
        }
        for (JsonNode child : node) {
            check(child, place);
        }
    }

    /** A number, or numbers; what DL4J keeps in a field of such a name may be an object in a later version. */
    private void checkRange(String field, JsonNode value, Range range, Place place) throws InvalidModelException {
        boolean holds = true;
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (element.isArray()) {
                    checkRange(field, element, range, place);
                } else {
                    holds &= range.holds(element);
                }
            }
        } else if (!value.isObject()) {
            holds = range.holds(value);
        }
        require(holds, field, value, range, place);
    }

    private void require(boolean holds, String field, Object value, Object expected, Place place)
            throws InvalidModelException {
        if (!holds) {
            throw new InvalidModelException(
                    file, "has a " + field + " of " + value + " in " + place + ": expected " + expected);
        }
    }

    /** ND4J reads as many numbers as there are axes, whether they are there or not. */
    private void checkAxes(JsonNode node, Place place) throws InvalidModelException {
        String name = place.simpleName();
        // Versions that write no class know no third axis; of one axis DL4J makes two.
        int axes = name.contains("3D") ? 3 : 2;
        JsonNode kernel = node.path("kernelSize");
        if (kernel.isArray()) {
            for (String field : new String[] {"kernelSize", "stride", "dilation", "padding"}) {
                checkCount(node, field, axes, place);
            }
            for (int axis = 0; axis < axes; axis++) {
                long dilation = node.path("dilation").path(axis).asLong(1);
                long reach = (kernel.get(axis).asLong() - 1) * dilation + 1;
                require(reach <= MOST_ALONG_AN_AXIS, "dilated kernel", reach, EXTENT, place);
            }
        } else if (name.startsWith("ZeroPadding") || name.startsWith("Cropping")) {
            int sides = name.contains("1D") ? 2 : 2 * axes;
            checkCount(node, "padding", sides, place);
            checkCount(node, "cropping", sides, place);
        } else if (name.startsWith("Upsampling")) {
            checkCount(node, "size", axes, place);
        }
    }

    private void checkCount(JsonNode node, String field, int count, Place place) throws InvalidModelException {
        JsonNode values = node.path(field);
        require(!values.isArray() || values.size() == count, field, values, count + " numbers", place);
    }
}
