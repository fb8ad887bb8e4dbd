// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.sound;

import static io.github.dl4jinit.signal.sound.Sound.list;
import static io.github.dl4jinit.signal.sound.Sound.lstm;
import static io.github.dl4jinit.signal.sound.Sound.rnnOutput;
import static io.github.dl4jinit.signal.sound.Sound.softmax;
import static io.github.dl4jinit.signal.sound.Sound.xavier;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks for series as DL4J's own examples and its users build them, a little smaller. */
final class SeriesNetworks {

    private static final int EXAMPLES = 8;

    private SeriesNetworks() {}

    static Map<String, Supplier<Sound>> all() {
        Map<String, Supplier<Sound>> all = new TreeMap<>();
        all.put(
                "characters, two LSTMs",
                () -> list(
                        xavier(new Adam(0.005))
                                .l2(1e-4)
                                .list()
                                .layer(lstm(40, 64))
                                .layer(lstm(64, 64))
                                .layer(rnnOutput(64, 40, LossFunction.MCXENT, Activation.SOFTMAX))
                                .backpropType(BackpropType.TruncatedBPTT)
                                .tBPTTForwardLength(25)
                                .tBPTTBackwardLength(25)
                                .build(),
                        Data.series(EXAMPLES, 40, 25),
                        Data.series(EXAMPLES, 40, 25)));
        all.put(
                "melodies, three LSTMs",
                () -> list(
                        xavier(new Adam(0.005))
                                .l2(1e-4)
                                .list()
                                .layer(lstm(30, 50))
                                .layer(lstm(50, 50))
                                .layer(lstm(50, 50))
                                .layer(rnnOutput(50, 30, LossFunction.MCXENT, Activation.SOFTMAX))
                                .build(),
                        Data.series(EXAMPLES, 30, 12),
                        Data.series(EXAMPLES, 30, 12)));
        all.put(
                "one sentence by heart",
                () -> list(
                        xavier(new RmsProp(0.001))
                                .miniBatch(false)
                                .list()
                                .layer(lstm(20, 50))
                                .layer(lstm(50, 50))
                                .layer(rnnOutput(50, 20, LossFunction.MCXENT, Activation.SOFTMAX))
                                .build(),
                        Data.series(1, 20, 24),
                        Data.series(1, 20, 24)));
        all.put(
                "control charts, padded",
                () -> list(
                        xavier(new Nadam())
                                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                                .gradientNormalizationThreshold(0.5)
                                .list()
                                .layer(lstm(1, 10))
                                .layer(new LastTimeStep(lstm(10, 10)))
                                .layer(softmax(10, 6))
                                .build(),
                        Data.padded(new DataSet(Data.normal(EXAMPLES, 1, 24), Data.classes(EXAMPLES, 6)), 8)));
        all.put(
                "control charts, convolution",
                () -> list(
                        xavier(new Nadam())
                                .list()
                                .layer(new Convolution1DLayer.Builder(3)
                                        .nOut(8)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(new GlobalPoolingLayer(PoolingType.MAX))
                                .layer(softmax(8, 6))
                                .setInputType(InputType.recurrent(1, 60))
                                .build(),
                        Data.normal(EXAMPLES, 1, 60),
                        Data.classes(EXAMPLES, 6)));
        all.put(
                "reviews of word vectors, padded",
                () -> list(
                        xavier(new Adam(5e-3))
                                .l2(1e-5)
                                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                                .gradientNormalizationThreshold(1.0)
                                .list()
                                .layer(lstm(30, 48))
                                .layer(rnnOutput(48, 2, LossFunction.MCXENT, Activation.SOFTMAX))
                                .build(),
                        Data.padded(
                                new DataSet(Data.normal(EXAMPLES, 30, 40).mul(0.3), Data.series(EXAMPLES, 2, 40)),
                                15)));
        all.put(
                "reviews of word indices",
                () -> list(
                        xavier(new Adam(1e-3))
                                .list()
                                .layer(new EmbeddingSequenceLayer.Builder()
                                        .nIn(500)
                                        .nOut(24)
                                        .inputLength(30)
                                        .build())
                                .layer(new Bidirectional(Bidirectional.Mode.CONCAT, lstm(24, 16)))
                                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                                .layer(softmax(32, 2))
                                .build(),
                        Data.indices(500, EXAMPLES, 1, 30),
                        Data.classes(EXAMPLES, 2)));
        all.put(
                "lottery, softmax with squared error",
                () -> list(
                        xavier(new RmsProp.Builder()
                                        .rmsDecay(0.95)
                                        .learningRate(1e-2)
                                        .build())
                                .list()
                                .layer(lstm(10, 60))
                                .layer(lstm(60, 40))
                                .layer(rnnOutput(40, 10, LossFunction.MSE, Activation.SOFTMAX))
                                .build(),
                        Data.series(EXAMPLES, 10, 15),
                        Data.series(EXAMPLES, 10, 15)));
        all.put("reconstructing series", SeriesNetworks::reconstruction);
        all.put("forecast, scaled to 0 to 1", SeriesNetworks::forecast);
        all.put(
                "plain recurrent",
                () -> list(
                        xavier(new Adam(1e-3))
                                .list()
                                .layer(new SimpleRnn.Builder()
                                        .nIn(6)
                                        .nOut(32)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(rnnOutput(32, 3, LossFunction.MCXENT, Activation.SOFTMAX))
                                .build(),
                        Data.normal(EXAMPLES, 6, 12),
                        Data.series(EXAMPLES, 3, 12)));
        all.put("adding by encoder and decoder", SeriesNetworks::adding);
        return all;
    }

    private static Sound reconstruction() {
        INDArray series = Data.normal(EXAMPLES, 6, 12);
        return list(
                xavier(new Adam(0.005))
                        .l2(5e-4)
                        .activation(Activation.TANH)
                        .list()
                        .layer(lstm(6, 40))
                        .layer(lstm(40, 8))
                        .layer(lstm(8, 40))
                        .layer(rnnOutput(40, 6, LossFunction.MSE, Activation.IDENTITY))
                        .build(),
                series,
                series);
    }

    private static Sound forecast() {
        INDArray series = Data.uniform(0, 1, EXAMPLES, 1, 16);
        return list(
                xavier(new Adam(0.005))
                        .list()
                        .layer(new LSTM.Builder()
                                .nIn(1)
                                .nOut(20)
                                .activation(Activation.TANH)
                                .build())
                        .layer(new LastTimeStep(lstm(20, 20)))
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(20)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build())
                        .build(),
                series,
                Data.uniform(0, 1, EXAMPLES, 1));
    }

    private static Sound adding() {
        int symbols = 14;
        return Sound.graph(
                xavier(new Adam(0.001))
                        .graphBuilder()
                        .addInputs("question", "answer so far")
                        .setInputTypes(InputType.recurrent(symbols), InputType.recurrent(symbols))
                        .addLayer("encoder", lstm(symbols, 64), "question")
                        .addVertex("last", new LastTimeStepVertex("question"), "encoder")
                        .addVertex("again", new DuplicateToTimeSeriesVertex("answer so far"), "last")
                        .addVertex("join", new MergeVertex(), "answer so far", "again")
                        .addLayer(
                                "decoder",
                                new LSTM.Builder()
                                        .nIn(symbols + 64)
                                        .nOut(64)
                                        .activation(Activation.SOFTSIGN)
                                        .build(),
                                "join")
                        .addLayer("output", rnnOutput(64, symbols, LossFunction.MCXENT, Activation.SOFTMAX), "decoder")
                        .setOutputs("output")
                        .build(),
                new MultiDataSet(
                        new INDArray[] {Data.series(EXAMPLES, symbols, 5), Data.series(EXAMPLES, symbols, 4)},
                        new INDArray[] {Data.series(EXAMPLES, symbols, 4)}));
    }
}
