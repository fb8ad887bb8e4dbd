// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is written is what the schema promises, by a validator that we did not write. */
class ReportJsonTest {

    private static final Path SCHEMA = Path.of("..", "docs", "signal-report.schema.json");

    @Test
    void reportsOfAllKindsFollowTheSchema() throws IOException {
        MultiLayerNetwork lstm = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(8)
                        .nOut(2)
                        .build())
                .build());
        MultiLayerNetwork broken = Nets.mlp(new HeInit(1.5), Activation.RELU, 16, 30);
        broken.getLayer(20).getParam("b").putScalar(0, Float.NaN);
        MultiLayerNetwork infinite = Nets.mlp(new HeInit(1e6), Activation.RELU, 16, 30);
        requireValid(SignalProbe.probe(Nets.mlp(new HeInit(), Activation.RELU, 16, 3)));
        requireValid(SignalProbe.probe(Nets.mlp(new XavierInit(), Activation.RELU, 16, 30)));
        requireValid(SignalProbe.probe(lstm, InputType.recurrent(4, 10)));
        requireValid(SignalProbe.probe(broken));
        requireValid(SignalProbe.probe(infinite));
    }

    /** The schema is strict, so that a field that is added without being documented is found. */
    @Test
    void theSchemaRefusesOtherFields() throws IOException {
        String json = SignalProbe.probe(Nets.mlp(new HeInit(), Activation.RELU, 16, 3))
                .toJson();
        assertThat(schema().validate(new ObjectMapper().readTree(json.replace("\"deadShare\"", "\"dead\""))))
                .isNotEmpty();
        assertThat(schema().validate(new ObjectMapper().readTree(json.replace("\"version\":1", "\"version\":2"))))
                .isNotEmpty();
    }

    /** A report from elsewhere is refused when it is read, not when somebody asks it. */
    @Test
    void everyFieldThatIsMissingOrNullIsRefusedOrDoesNotMatter() throws IOException {
        JsonNode whole = new ObjectMapper()
                .readTree(SignalProbe.probe(Nets.mlp(new XavierInit(0.01), Activation.RELU, 16, 3))
                        .toJson());
        List<String> pointers = new ArrayList<>();
        collect(whole, "", pointers);
        assertThat(pointers)
                .contains("/forward/verdict", "/layers/1/name", "/problems/0", "/layers/1/parameters/0/values");
        int refused = 0;
        for (String pointer : pointers) {
            assertThatIllegalArgumentException()
                    .as(pointer)
                    .isThrownBy(() -> SignalReport.fromJson(changed(whole, pointer, true)))
                    .withMessageContaining(pointer.equals("/version") ? "version must be 1" : "null at " + pointer);
            try {
                SignalReport report = SignalReport.fromJson(changed(whole, pointer, false));
                assertThat(report.toText()).isNotEmpty();
                assertThat(report.toJson()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("must be");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(20);
        assertThatIllegalArgumentException().isThrownBy(() -> SignalReport.fromJson(null));
        assertThatIllegalArgumentException().isThrownBy(() -> SignalReport.fromJson(""));
        assertThatIllegalArgumentException().isThrownBy(() -> SignalReport.fromJson("null"));
        assertThatIllegalArgumentException().isThrownBy(() -> SignalReport.fromJson(whole + " x"));
    }

    /** Collects the pointers to all fields; the first element of a list stands for all. */
    private static void collect(JsonNode node, String path, List<String> pointers) {
        node.properties().forEach(field -> {
            pointers.add(path + "/" + field.getKey());
            collect(field.getValue(), path + "/" + field.getKey(), pointers);
        });
        for (int i = 0; node.isArray() && i < Math.min(2, node.size()); i++) {
            pointers.add(path + "/" + i);
            collect(node.get(i), path + "/" + i, pointers);
        }
    }

    private static String changed(JsonNode whole, String pointer, boolean toNull) {
        JsonNode copy = whole.deepCopy();
        JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (parent.isArray()) {
            ArrayNode array = (ArrayNode) parent;
            if (toNull) {
                array.setNull(Integer.parseInt(name));
            } else {
                array.remove(Integer.parseInt(name));
            }
        } else if (toNull) {
            ((ObjectNode) parent).putNull(name);
        } else {
            ((ObjectNode) parent).remove(name);
        }
        return copy.toString();
    }

    private static void requireValid(SignalReport report) throws IOException {
        assertThat(schema().validate(new ObjectMapper().readTree(report.toJson())))
                .isEmpty();
        assertThat(SignalReport.fromJson(report.toJson()).toJson()).isEqualTo(report.toJson());
        assertThat(SignalReport.fromJson(report.toJson()).toText()).isEqualTo(report.toText());
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    }
}
