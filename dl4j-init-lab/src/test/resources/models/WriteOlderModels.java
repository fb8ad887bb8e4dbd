import java.io.File;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.Updater;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RBM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Writes small models as a release of DL4J before 0.7.1 does, when activation functions were texts: java WriteOlderModels folder. */
public class WriteOlderModels {

    private static File folder;

    public static void main(String[] args) throws Exception {
        folder = new File(args[0]);
        folder.mkdirs();

        MultiLayerNetwork list = new MultiLayerNetwork(builder().list()
                .layer(0, normal(new DenseLayer.Builder().nIn(4).nOut(5).activation("relu")))
                .layer(1, new DenseLayer.Builder().nIn(5).nOut(5).activation("tanh").dropOut(0.8).build())
                .layer(2, output(5)).pretrain(false).build());
        DataSet vectors = new DataSet(ramp(6, 4), labels(6));
        trained(list, vectors);
        write("list", list, true);
        write("list-without-updater", list, false);

        ComputationGraph graph = new ComputationGraph(builder().graphBuilder().addInputs("in")
                .addLayer("one", new DenseLayer.Builder().nIn(4).nOut(4).activation("tanh").build(), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "one")
                .addVertex("both", new MergeVertex(), "one", "sum")
                .addLayer("out", output(8), "both")
                .setOutputs("out").build());
        graph.init();
        graph.fit(vectors);
        write("graph", graph, true);

        MultiLayerNetwork lstm = new MultiLayerNetwork(builder().list()
                .layer(0, new GravesLSTM.Builder().nIn(2).nOut(3).activation("tanh").build())
                .layer(1, new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(3).nOut(3)
                        .activation("softmax").build())
                .pretrain(false).build());
        INDArray next = Nd4j.zeros(2, 3, 5);
        for (int i = 0; i < 10; i++) {
            next.putScalar(new int[] {i / 5, i % 3, i % 5}, 1);
        }
        trained(lstm, new DataSet(ramp(2, 2, 5), next));
        write("lstm", lstm, true);

        MultiLayerNetwork cnn = new MultiLayerNetwork(builder().list()
                .layer(0, new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).activation("relu").build())
                .layer(1, new BatchNormalization.Builder().nIn(2).nOut(2).build())
                .layer(2, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2).stride(2, 2).build())
                .layer(3, output(2 * 2 * 2))
                .inputPreProcessor(0, new FeedForwardToCnnPreProcessor(6, 6, 1))
                .inputPreProcessor(3, new CnnToFeedForwardPreProcessor(2, 2, 2)).pretrain(false).build());
        DataSet pictures = new DataSet(ramp(6, 36), labels(6));
        trained(cnn, pictures);
        write("cnn", cnn, true);

        MultiLayerNetwork autoencoder = new MultiLayerNetwork(builder().list()
                .layer(0, new AutoEncoder.Builder().nIn(4).nOut(3).activation("sigmoid").build())
                .layer(1, output(3)).build());
        trained(autoencoder, vectors);
        write("autoencoder", autoencoder, true);

        MultiLayerNetwork belief = new MultiLayerNetwork(builder().list()
                .layer(0, new RBM.Builder().nIn(4).nOut(3).activation("sigmoid").build())
                .layer(1, output(3)).pretrain(false).build());
        belief.init();
        write("boltzmann-machine", belief, true);
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
        OutputLayer.Builder layer = new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation("softmax");
        return layer.nIn(inputs).build();
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

    private static void write(String name, Model model, boolean updater) throws Exception {
        File file = new File(folder, name + ".zip");
        ModelSerializer.writeModel(model, file, updater);
        System.out.println(file);
    }
}
