import java.io.File;
import java.nio.file.Files;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.Updater;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Writes small models as a release of DL4J does: java WriteModels folder. */
public class WriteModels {

    private static File folder;

    public static void main(String[] args) throws Exception {
        folder = new File(args[0]);
        folder.mkdirs();

        MultiLayerNetwork list = new MultiLayerNetwork(builder().list()
                .layer(0, normal(new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.RELU)))
                .layer(1, new DenseLayer.Builder().nIn(5).nOut(5).activation(Activation.LEAKYRELU).dropOut(0.8).build())
                .layer(2, output(5)).build());
        DataSet vectors = new DataSet(ramp(6, 4), labels(6));
        trained(list, vectors);
        if (String.valueOf(Nd4j.dataType()).equals("DOUBLE")) { // java -Ddtype=double
            write("list-of-doubles", list, true);
            return;
        }
        write("list", list, true);
        write("list-without-updater", list, false);

        ComputationGraph graph = new ComputationGraph(builder().graphBuilder().addInputs("in")
                .addLayer("one", new DenseLayer.Builder().nIn(4).nOut(4).activation(Activation.TANH).build(), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "one")
                .addVertex("both", new MergeVertex(), "one", "sum")
                .addLayer("out", output(8), "both")
                .setOutputs("out").build());
        graph.init();
        graph.fit(vectors);
        write("graph", graph, true);

        ComputationGraph special = new ComputationGraph(builder().graphBuilder().addInputs("in")
                .addLayer("one", new DenseLayer.Builder().nIn(4).nOut(4).dropOut(0.8).build(), "in")
                .addLayer("out", new OutputLayer.Builder(new LossMCXENT(Nd4j.create(new float[] {1, 2, 3})))
                        .nIn(4).nOut(3).dropOut(0.9).activation(Activation.SOFTMAX).build(), "one")
                .setOutputs("out").build());
        special.init();
        special.fit(vectors);
        write("graph-with-dropout-and-weighted-loss", special, true);

        MultiLayerNetwork lstm = new MultiLayerNetwork(builder().list()
                .layer(0, new GravesLSTM.Builder().nIn(2).nOut(3).activation(Activation.TANH).build())
                .layer(1, new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(3).nOut(3)
                        .activation(Activation.SOFTMAX).build())
                .build());
        INDArray next = Nd4j.zeros(2, 3, 5);
        for (int i = 0; i < 10; i++) {
            next.putScalar(new int[] {i / 5, i % 3, i % 5}, 1);
        }
        trained(lstm, new DataSet(ramp(2, 2, 5), next));
        write("lstm", lstm, true);

        MultiLayerNetwork cnn = new MultiLayerNetwork(builder().list()
                .layer(0, new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).activation(Activation.RELU).build())
                .layer(1, new BatchNormalization.Builder().build())
                .layer(2, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2).stride(2, 2).build())
                .layer(3, output(0))
                .setInputType(InputType.convolutionalFlat(6, 6, 1)).build());
        DataSet pictures = new DataSet(ramp(6, 36), labels(6));
        trained(cnn, pictures);
        File file = write("cnn-with-normaliser", cnn, true);
        NormalizerStandardize normaliser = new NormalizerStandardize();
        normaliser.fit(pictures);
        ModelSerializer.addNormalizerToModel(file, normaliser);

        MultiLayerNetwork autoencoder = new MultiLayerNetwork(builder().list()
                .layer(0, new AutoEncoder.Builder().nIn(4).nOut(3).activation(Activation.SIGMOID).build())
                .layer(1, output(3)).build());
        trained(autoencoder, vectors);
        write("autoencoder", autoencoder, true);

        MultiLayerNetwork variational = new MultiLayerNetwork(builder().list()
                .layer(0, new VariationalAutoencoder.Builder().nIn(4).nOut(2)
                        .encoderLayerSizes(5).decoderLayerSizes(5).activation(Activation.TANH).build())
                .build());
        variational.init();
        write("variational-autoencoder", variational, true);

        Files.write(new File(folder, "perceptron.json").toPath(), builder().list()
                .layer(0, new DenseLayer.Builder().nIn(784).nOut(10).activation(Activation.RELU).build())
                .layer(1, new OutputLayer.Builder(LossFunction.MCXENT).nIn(10).nOut(10)
                        .activation(Activation.SOFTMAX).build())
                .build().toJson().getBytes("UTF-8"));
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder().seed(1)
                .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .updater(Updater.ADAM).l2(1e-4).weightInit(WeightInit.XAVIER);
    }

    /** Until 1.0.0-beta3 the distribution had to be announced, since 1.0.0-beta4 that is refused. */
    private static DenseLayer normal(DenseLayer.Builder layer) {
        try {
            layer.weightInit(WeightInit.DISTRIBUTION);
        } catch (UnsupportedOperationException needless) {
            // as said above
        }
        return layer.dist(new NormalDistribution(0, 0.5)).build();
    }

    private static OutputLayer output(int inputs) {
        OutputLayer.Builder layer = new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX);
        return (inputs == 0 ? layer : layer.nIn(inputs)).build();
    }

    private static void trained(MultiLayerNetwork network, DataSet data) {
        network.init();
        network.fit(data);
    }

    private static INDArray ramp(int... shape) {
        INDArray array = Nd4j.zeros(shape);
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, Math.sin(i));
        }
        return array;
    }

    private static INDArray labels(int examples) {
        INDArray labels = Nd4j.zeros(examples, 3);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(new int[] {i, i % 3}, 1);
        }
        return labels;
    }

    private static File write(String name, Model model, boolean updater) throws Exception {
        File file = new File(folder, name + ".zip");
        ModelSerializer.writeModel(model, file, updater);
        System.out.println(file);
        return file;
    }
}
