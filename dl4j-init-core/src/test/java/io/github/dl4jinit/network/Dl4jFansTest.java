// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.XavierInit;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the summary says of DL4J's fans is what DL4J passes to an initialiser in the configuration. */
class Dl4jFansTest {

    static Stream<LayerVarianceTest.Case> layers() {
        return LayerVarianceTest.layers() // layers on SameDiff do not see an initialiser
                .filter(layer -> !(layer.layer.get() instanceof SameDiffLayer));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyLayer(LayerVarianceTest.Case layer) {
        check(layer.layer.get(), layer.type);
    }

    static Stream<LayerVarianceTest.NamedLstm> lstms() {
        return LayerVarianceTest.lstms();
    }

    @ParameterizedTest
    @MethodSource("lstms")
    void lstms(LayerVarianceTest.NamedLstm lstm) {
        check(lstm.layer(50, 30), null);
    }

    @Test
    void elementWiseMultiplication() {
        check(new ElementWiseMultiplicationLayer.Builder().nIn(20).nOut(20).build(), null);
    }

    private static void check(Layer layer, InputType type) {
        Recorder recorder = new Recorder();
        MultiLayerNetwork network = LayerVarianceTest.network(recorder, layer, type, 1);
        Set<String> said = NetworkInit.builder().build().apply(network).parameters().stream()
                .filter(ParameterInit::drawn)
                .map(parameter -> parameter.dl4jFanIn().getAsDouble() + ", "
                        + parameter.dl4jFanOut().getAsDouble())
                .collect(Collectors.toSet());
        assertThat(said).isNotEmpty().isEqualTo(recorder.passed);
    }

    private static final class Recorder implements IWeightInit {

        private static final long serialVersionUID = 1L;

        private final transient Set<String> passed = new LinkedHashSet<>();

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            passed.add(fanIn + ", " + fanOut);
            return new XavierInit().init(fanIn, fanOut, shape, order, paramView);
        }
    }
}
