import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;

/**
 * Writes models without an output layer, as DL4J makes them of Keras's: java WriteForeignModels folder.
 * Keras's files of weights are left out, so the weights are drawn.
 */
public class WriteForeignModels {

    private static final String INPUT = "\"batch_input_shape\": [null, %s], \"dtype\": \"float32\"";

    public static void main(String[] args) throws Exception {
        File folder = new File(args[0]);
        folder.mkdirs();

        MultiLayerNetwork list = new MultiLayerNetwork(KerasModelImport.importKerasSequentialConfiguration(json(
                "Sequential", sequential(dense("one", 5, "relu", "4"), dense("two", 3, "softmax", null)))));
        list.init();
        write(new File(folder, "keras-list.zip"), list);

        MultiLayerNetwork lstm = new MultiLayerNetwork(KerasModelImport.importKerasSequentialConfiguration(json(
                "Sequential",
                sequential(
                        "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"lstm\", " + INPUT.formatted("5, 2")
                                + ", \"units\": 3, \"activation\": \"tanh\", \"recurrent_activation\": \"hard_sigmoid\","
                                + " \"use_bias\": true, \"kernel_initializer\": " + GLOROT
                                + ", \"recurrent_initializer\": " + GLOROT + ", \"bias_initializer\": " + ZEROS
                                + ", \"unit_forget_bias\": true, \"return_sequences\": false, \"dropout\": 0.0,"
                                + " \"recurrent_dropout\": 0.0, \"unroll\": false, \"stateful\": false,"
                                + " \"go_backwards\": false, \"implementation\": 1, \"trainable\": true}}",
                        dense("two", 3, "softmax", null)))));
        lstm.init();
        write(new File(folder, "keras-lstm.zip"), lstm);

        ComputationGraph graph = new ComputationGraph(KerasModelImport.importKerasModelConfiguration(json(
                "Model",
                "{\"name\": \"model\", \"layers\": ["
                        + node("{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"in\", \"sparse\": false, "
                                + INPUT.formatted("4") + "}}", "in", "[]") + ", "
                        + node(dense("one", 4, "tanh", null), "one", "[[[\"in\", 0, 0, {}]]]") + ", "
                        + node("{\"class_name\": \"Add\", \"config\": {\"name\": \"sum\", \"trainable\": true}}", "sum",
                                "[[[\"in\", 0, 0, {}], [\"one\", 0, 0, {}]]]") + ", "
                        + node(dense("two", 3, "softmax", null), "two", "[[[\"sum\", 0, 0, {}]]]")
                        + "], \"input_layers\": [[\"in\", 0, 0]], \"output_layers\": [[\"two\", 0, 0]]}")));
        graph.init();
        write(new File(folder, "keras-graph.zip"), graph);

        MultiLayerNetwork autoencoder = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new AutoEncoder.Builder().nIn(4).nOut(3).activation(Activation.SIGMOID).build())
                .build());
        autoencoder.init();
        write(new File(folder, "autoencoder.zip"), autoencoder);
    }

    private static final String GLOROT = initialiser("VarianceScaling",
            "\"scale\": 1.0, \"mode\": \"fan_avg\", \"distribution\": \"uniform\", \"seed\": null");
    private static final String ZEROS = initialiser("Zeros", "");

    private static String initialiser(String name, String config) {
        return "{\"class_name\": \"" + name + "\", \"config\": {" + config + "}}";
    }

    private static String dense(String name, int units, String activation, String inputs) {
        return "{\"class_name\": \"Dense\", \"config\": {\"name\": \"" + name + "\", "
                + (inputs == null ? "" : INPUT.formatted(inputs) + ", ")
                + "\"units\": " + units + ", \"activation\": \"" + activation + "\", \"use_bias\": true,"
                + " \"kernel_initializer\": " + GLOROT + ", \"bias_initializer\": " + ZEROS
                + ", \"kernel_regularizer\": null, \"bias_regularizer\": null, \"activity_regularizer\": null,"
                + " \"kernel_constraint\": null, \"bias_constraint\": null, \"trainable\": true}}";
    }

    private static String node(String layer, String name, String inbound) {
        return layer.substring(0, layer.length() - 1) + ", \"name\": \"" + name + "\", \"inbound_nodes\": " + inbound + "}";
    }

    private static String sequential(String... layers) {
        return "{\"name\": \"sequential\", \"layers\": [" + String.join(", ", layers) + "]}";
    }

    private static String json(String kind, String config) throws Exception {
        Path file = Files.createTempFile("keras", ".json");
        Files.writeString(file, "{\"class_name\": \"" + kind + "\", \"config\": " + config
                + ", \"keras_version\": \"2.2.4\", \"backend\": \"tensorflow\"}");
        return file.toString();
    }

    private static void write(File file, Model model) throws Exception {
        ModelSerializer.writeModel(model, file, true);
        System.out.println(file);
    }
}
