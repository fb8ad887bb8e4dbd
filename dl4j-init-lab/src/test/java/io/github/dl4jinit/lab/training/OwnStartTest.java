// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** What a user's own network can start from, and what it does not fit. */
class OwnStartTest {

    @TempDir
    Path folder;

    @Test
    void aNetworkThatDoesNotFitTheData() {
        OwnNetwork network = new OwnNetwork(OwnNetworkTest.dense(new HeInit()));
        network.checkFits(ExampleForm.of(List.of(36), Target.classes(3)));
        String rule =
                "the network must be one that classifies 784 inputs into 10 classes, received one that does not: ";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(ExampleForm.of(List.of(784), Target.classes(10))))
                .withMessageStartingWith(rule)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(ExampleForm.of(List.of(36), Target.classes(10))))
                .withMessageContaining("36 inputs into 10 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.checkFits(ExampleForm.of(List.of(35), Target.classes(3))))
                .withMessageContaining("35 inputs into 3 classes");
        new OwnNetwork(OwnNetworkTest.convolution()).checkFits(ExampleForm.of(List.of(36), Target.classes(3)));

        MultiLayerConfiguration headless = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(36).nOut(3).build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OwnNetwork(headless).checkFits(ExampleForm.of(List.of(36), Target.classes(3))))
                .withMessageContaining("received one that does not");
    }

    @Test
    void aSchemeThatDoesNotFitTheNetwork() {
        OwnNetwork relu = new OwnNetwork(OwnNetworkTest.dense(new HeInit()));
        relu.checkFits(Scheme.parse("mirrored"));
        relu.checkFits(Scheme.OWN);
        MultiLayerConfiguration configuration = OwnNetworkTest.dense(new HeInit());
        ((BaseLayer) configuration.getConf(0).getLayer()).setActivationFn(Activation.TANH.getActivationFunction());
        OwnNetwork tanh = new OwnNetwork(configuration);
        tanh.checkFits(Scheme.parse("network"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tanh.checkFits(Scheme.parse("mirrored")))
                .withMessageContaining("for mirrored weights")
                .withMessageContaining("received tanh");
        AtomicInteger tried = new AtomicInteger();
        List<Scheme> schemes = Scheme.parseList("own,mirrored,network,mirrored(gain=2)");
        assertThat(tanh.misfits(schemes, ExampleForm.of(List.of(36), Target.classes(3)), tried::incrementAndGet))
                .containsOnlyKeys("mirrored", "mirrored(gain=2)")
                .hasEntrySatisfying("mirrored", reason -> assertThat(reason).contains("received tanh"));
        assertThat(tried).hasValue(4);
        // Of the second the product is positive, that of the third is 2⁶⁴, which is 0 to a long.
        for (List<Integer> shape : List.of(List.<Integer>of(), List.of(-6, -6), Collections.nCopies(4, 1 << 16))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tanh.misfits(schemes, ExampleForm.of(shape, Target.classes(3)), () -> {}))
                    .withMessageStartingWith("shape must be ");
        }
        assertThat(tanh.misfits(schemes, ExampleForm.of(List.of(35), Target.classes(3)), () -> {}))
                .containsOnlyKeys("own", "mirrored", "network", "mirrored(gain=2)")
                .hasEntrySatisfying("mirrored", reason -> assertThat(reason).contains("35 inputs into 3 classes"));
    }

    /** As a start: what training has done beside, counts and Adam's moments, is of another training. */
    @Test
    void savedWeightsAreAStart() throws Exception {
        MultiLayerNetwork trained = new MultiLayerNetwork(OwnNetworkTest.dense(new HeInit()));
        trained.init();
        trained.fit(OwnNetworkTest.batch());
        trained.fit(OwnNetworkTest.batch());
        Path file = folder.resolve("mine.zip");
        trained.save(file.toFile(), true);
        OwnNetwork network = OwnNetwork.read(file, List.of());
        network.checkFits(Scheme.parse("saved"));
        MultiLayerNetwork saved =
                (MultiLayerNetwork) network.network(OwnNetworkTest.trial("saved", 1, 0.7), OwnNetworkTest.examples());
        assertThat(saved.params()).isEqualTo(trained.params());
        assertThat(saved.getLearningRate(0)).isEqualTo(0.7);
        MultiLayerNetwork own =
                (MultiLayerNetwork) network.network(OwnNetworkTest.trial("own", 1, null), OwnNetworkTest.examples());
        assertThat(own.params()).isNotEqualTo(trained.params());
        for (MultiLayerNetwork start : List.of(saved, own)) {
            assertThat(trained.getIterationCount()).isEqualTo(2);
            assertThat(start.getIterationCount()).isZero();
            assertThat(start.getUpdater().getStateViewArray().amaxNumber().doubleValue())
                    .isZero();
        }
    }

    @Test
    void aGraphCountsAnewToo() throws Exception {
        ComputationGraphConfiguration trained = OwnGraphTest.graph(true);
        trained.setIterationCount(5);
        trained.setEpochCount(2);
        ComputationGraph start = (ComputationGraph) new OwnNetwork(trained).drawn(Scheme.OWN, 1, null);
        assertThat(start.getIterationCount()).isZero();
        assertThat(start.getEpochCount()).isZero();
        assertThat(trained.getIterationCount()).isEqualTo(5);
    }

    @Test
    void weightsThatWereNotSaved() throws Exception {
        String message = "the network must be one that was saved with its weights for the scheme saved, received a"
                + " configuration without any";
        Path file = Files.writeString(
                folder.resolve("mine.json"), OwnNetworkTest.dense(new HeInit()).toJson());
        for (OwnNetwork network :
                List.of(OwnNetwork.read(file, List.of()), new OwnNetwork(OwnNetworkTest.dense(new HeInit())))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.checkFits(Scheme.parse("saved")))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> network.network(OwnNetworkTest.trial("saved", 1, null), OwnNetworkTest.examples()))
                    .withMessage(message);
        }
    }

    @Test
    void aKnobOfOwnThatNoInitialiserHas() {
        new OwnNetwork(OwnNetworkTest.own()).checkFits(Scheme.parse("own(gain=1,numerator=2)"));
        OwnNetwork orthogonal = new OwnNetwork(OwnNetworkTest.dense(new OrthogonalInit()));
        orthogonal.checkFits(Scheme.parse("own(gain=1)"));
        orthogonal.checkFits(Scheme.OWN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orthogonal.checkFits(Scheme.parse("own(gain=2,numerator=2)")))
                .withMessage(
                        "numerator must be a knob that an initialiser of the network has, or set of a scheme for all"
                                + " layers, such as he, received own(gain=2,numerator=2)");
    }
}
