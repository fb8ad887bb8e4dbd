// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
