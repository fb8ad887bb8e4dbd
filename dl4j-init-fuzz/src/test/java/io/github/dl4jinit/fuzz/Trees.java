// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes the trees of JSON, so that what comes out is JSON again and gets past the parser. */
final class Trees {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int MOST_CHANGES = 3;

    private Trees() {}

    /** A place in a tree: a field or an element. */
    private record Place(JsonNode parent, String field, int index) {

        JsonNode value() {
            return parent.isObject() ? parent.get(field) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent.isObject()) {
                ((ObjectNode) parent).set(field, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent.isObject()) {
                ((ObjectNode) parent).remove(field);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }
    }

    /** One of the texts with one to three changes of its tree, and sometimes one of its characters. */
    static byte[] vary(RandomGenerator random, List<byte[]> texts) {
        byte[] text = Texts.any(random, texts);
        byte[] changed = changed(random, text);
        return random.nextInt(10) == 0 ? Texts.vary(random, List.of(changed)) : changed;
    }

    private static byte[] changed(RandomGenerator random, byte[] text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
                change(random, tree);
            }
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException | CharConversionException e) { // YAML, or found among the invalid
            return Texts.vary(random, List.of(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(RandomGenerator random, JsonNode tree) {
        List<Place> places = new ArrayList<>();
        collect(tree, places);
        if (places.isEmpty()) {
            return;
        }
        Place place = Texts.any(random, places);
        switch (random.nextInt(10)) {
            case 0 -> place.set(NODES.nullNode());
            case 1 -> place.remove();
            case 2 -> place.set(NODES.arrayNode().add(place.value()));
            case 3 -> place.set(Texts.any(random, places).value().deepCopy());
            case 4 -> add(random, place);
            case 5 -> place.set(random.nextBoolean() ? NODES.objectNode() : NODES.arrayNode());
            case 6 -> place.set(NODES.textNode(Texts.any(random, Texts.ODD)));
            default -> place.set(otherValue(random, place.value()));
        }
    }

    private static void collect(JsonNode node, List<Place> places) {
        node.fieldNames().forEachRemaining(field -> {
            places.add(new Place(node, field, -1));
            collect(node.get(field), places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(node, null, i));
            collect(node.get(i), places);
        }
    }

    private static void add(RandomGenerator random, Place place) {
        if (place.value() instanceof ObjectNode object) {
            object.put(random.nextBoolean() ? "@class" : Texts.any(random, Texts.ODD), Texts.any(random, Texts.ODD));
        } else if (place.value() instanceof ArrayNode array) {
            JsonNode more = array.isEmpty() ? NODES.nullNode() : array.get(0);
            for (int i = random.nextInt(1, 5) == 1 ? 1000 : 1; i > 0; i--) {
                array.add(more.deepCopy());
            }
        } else {
            place.set(deep(random.nextInt(1, 400)));
        }
    }

    private static JsonNode deep(int levels) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < levels; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    private static JsonNode otherValue(RandomGenerator random, JsonNode value) {
        if (value.isNumber()) {
            return number(random);
        }
        if (value.isBoolean()) {
            return NODES.booleanNode(!value.booleanValue());
        }
        byte[] text = value.asText().getBytes(StandardCharsets.UTF_8);
        return NODES.textNode(new String(Texts.vary(random, List.of(text)), StandardCharsets.UTF_8));
    }

    private static JsonNode number(RandomGenerator random) {
        String number = Texts.number(random);
        try {
            return MAPPER.readTree(number).isNumber() ? MAPPER.readTree(number) : NODES.textNode(number);
        } catch (JsonProcessingException e) {
            return NODES.textNode(number);
        }
    }
}
