// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SizeCheckTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every layer of DL4J that has sizes of its own, as its builder makes it. */
    static Stream<Layer> whatDl4jBuilds() {
        return Stream.of(
                new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).build(),
                new Convolution1DLayer.Builder(3).nIn(1).nOut(2).build(),
                new Convolution3D.Builder(3, 3, 3).nIn(1).nOut(2).build(),
                new Deconvolution2D.Builder(3, 3).nIn(1).nOut(2).build(),
                new Deconvolution3D.Builder().kernelSize(3, 3, 3).nIn(1).nOut(2).build(),
                new DepthwiseConvolution2D.Builder(3, 3).nIn(1).build(),
                new SeparableConvolution2D.Builder(3, 3).nIn(1).nOut(3).build(),
                new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
                new Subsampling1DLayer.Builder().kernelSize(2).build(),
                new Subsampling3DLayer.Builder().kernelSize(2, 2, 2).build(),
                new Upsampling1D.Builder(2).build(),
                new Upsampling2D.Builder(2).build(),
                new Upsampling3D.Builder(2).build(),
                new ZeroPadding1DLayer.Builder(1).build(),
                new ZeroPaddingLayer.Builder(1, 1).build(),
                new ZeroPadding3DLayer.Builder(1).build(),
                new Cropping1D.Builder(1).build(),
                new Cropping2D.Builder(1, 1).build(),
                new Cropping3D.Builder(1, 1, 1).build(),
                new SpaceToDepthLayer.Builder<>(2).build(),
                new SpaceToBatchLayer.Builder<>(new int[] {2, 2}).build(),
                new CapsuleLayer.Builder(3, 4).build(),
                new PrimaryCapsules.Builder(3, 4).build(),
                new LocallyConnected1D.Builder().kernelSize(2).nIn(1).nOut(2).build(),
                new LearnedSelfAttentionLayer.Builder()
                        .nIn(4)
                        .nOut(4)
                        .nHeads(1)
                        .headSize(4)
                        .nQueries(2)
                        .build(),
                new RecurrentAttentionLayer.Builder()
                        .nIn(4)
                        .nOut(4)
                        .nHeads(1)
                        .headSize(4)
                        .build(),
                new VariationalAutoencoder.Builder().nIn(3).nOut(2).build(),
                new RepeatVector.Builder<>().repetitionFactor(3).build(),
                new PReLULayer.Builder().inputShape(3).sharedAxes(1).build(),
                new EmbeddingSequenceLayer.Builder().nIn(3).nOut(3).build(),
                new GlobalPoolingLayer(),
                new LocalResponseNormalization.Builder().build(),
                new Bidirectional(new LSTM.Builder().nIn(3).nOut(2).build()),
                new OCNNOutputLayer.Builder().nIn(3).hiddenLayerSize(3).build());
    }

    @ParameterizedTest
    @MethodSource("whatDl4jBuilds")
    void whatDl4jBuildsPasses(Layer layer) throws Exception {
        assertThatCode(() -> check(list(layer), "{}")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{stride: [0, 1]} | has a stride of [0,1] in layer \"odd\" (ConvolutionLayer): expected from 1 to 1000000",
                "{dilation: [1, -3]} | has a dilation of [1,-3] in layer",
                "{kernelSize: [0, 3]} | has a kernelSize of [0,3] in layer",
                "{padding: [-1, 0]} | has a padding of [-1,0] in layer \"odd\" (ConvolutionLayer): expected from 0 to 1000000",
                "{stride: [1000001, 1]} | has a stride of [1000001,1] in layer",
                "{stride: [0.5, 1]} | has a stride of [0.5,1] in layer",
                "{stride: ['0', 1]} | has a stride of [\"0\",1] in layer",
                "{stride: [1]} | has a stride of [1] in layer \"odd\" (ConvolutionLayer): expected 2 numbers",
                "{kernelSize: []} | has a kernelSize of [] in layer \"odd\" (ConvolutionLayer): expected 2 numbers",
                "{dilation: [1, 1, 1]} | has a dilation of [1,1,1] in layer",
                "{padding: [0]} | has a padding of [0] in layer",
                "{kernelSize: [65537, 1], dilation: [65536, 1]} | has a dilated kernel of 4294967297 in layer",
                "{nout: -5} | has a nout of -5 in layer \"odd\" (ConvolutionLayer): expected 0 or more",
                "{nin: 1e30} | has a nin of 1.0E30 in layer",
                "{'@class': org.deeplearning4j.X3D} | has a kernelSize of [3,3] in layer \"odd\" (X3D): expected 3 numbers",
                "{'@class': org.deeplearning4j.ZeroPaddingX, kernelSize: null, padding: [1, 1]}"
                        + " | has a padding of [1,1] in layer \"odd\" (ZeroPaddingX): expected 4 numbers",
                "{'@class': org.deeplearning4j.Cropping3D, kernelSize: null, padding: null, cropping: [1]}"
                        + " | has a cropping of [1] in layer \"odd\" (Cropping3D): expected 6 numbers",
                "{'@class': org.deeplearning4j.Upsampling1D, kernelSize: null, size: [2]}"
                        + " | has a size of [2] in layer \"odd\" (Upsampling1D): expected 2 numbers",
                "{inner: {'@class': org.deeplearning4j.Y, size: 0}} | has a size of 0 in layer \"odd\" (Y)",
                "{inner: {padding: [[0, 0], [0, -1]]}} | has a padding of [0,-1] in layer",
                "{routings: 2000000000} | has a routings of 2000000000 in layer",
                "{poolingDimensions: [99]} | has a poolingDimensions of [99] in layer",
            })
    void sizesThatNoLayerHas(String edit, String problem) throws Exception {
        JsonNode network = list(
                new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).name("odd").build());
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> check(network, edit))
                .withMessageStartingWith("file " + problem);
    }

    /** It may mean something else by these names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'@class': com.example.Own, stride: 0, size: -1} | 1", "{size: {}} | 1"})
    void aLayerOfOnesOwn(String edit) throws Exception {
        JsonNode network = list(new DenseLayer.Builder().nIn(1).nOut(2).build());
        assertThatCode(() -> check(network, edit)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{vertices: {v: {layerConf: {layer: {'@class': org.deeplearning4j.P, stride: 0}}}}}"
                        + " | has a stride of 0 in layer \"v\" (P)",
                "{inputPreProcessors: {1: {'@class': org.deeplearning4j.P, inputHeight: -1}}}"
                        + " | has a inputHeight of -1 in layer \"before layer 1\" (P)",
                "{backpropType: TruncatedBPTT, tbpttFwdLength: 0} | has a tbpttFwdLength of 0: expected 1 or more",
                "{tbpttBackLength: -1} | has a tbpttBackLength of -1: expected 0 or more",
            })
    void otherPartsOfANetwork(String network, String problem) throws Exception {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> new SizeCheck("file").check(json(network)))
                .withMessageStartingWith("file " + problem);
    }

    private static JsonNode list(Layer layer) throws JsonProcessingException {
        JsonNode network = JSON.readTree(
                new NeuralNetConfiguration.Builder().list().layer(layer).build().toJson());
        assertThat(network.path("confs")).hasSize(1);
        return network;
    }

    /** With some fields of the first layer replaced. */
    private static void check(JsonNode network, String edit) throws Exception {
        ((ObjectNode) network.get("confs").get(0).get("layer")).setAll((ObjectNode) json(edit));
        new SizeCheck("file").check(network);
    }

    /** JSON with fewer quotation marks. */
    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(YamlText.toJson("test", text, new AllowedClasses(List.of())));
    }

    /** As in the files of DL4J 1.0.0-alpha and older. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kernelSize\":[2],\"stride\":[2,2]|kernelSize of [2] in layer \"layer0\": expected 2 numbers",
                "\"kernelSize\":[2,2],\"stride\":[2]|stride of [2] in layer \"layer0\": expected 2 numbers",
                "\"kernelSize\":[2,2],\"stride\":[0,2]|stride of [0,2] in layer \"layer0\": expected from 1 to 1000000",
            })
    void layersWhoseTypeStandsAroundThem(String sizes, String problem) throws IOException {
        JsonNode old = JSON.readTree("{\"confs\":[{\"layer\":{\"subsampling\":{" + sizes + "}}}]}");
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> new SizeCheck("file").check(old))
                .withMessage("file has a " + problem);
    }
}
