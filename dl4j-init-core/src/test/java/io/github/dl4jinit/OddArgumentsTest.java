// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.activation.Tailoring;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.ResidualMeanField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever is wrong with an argument, a message says which and why, before anything else happens. */
class OddArgumentsTest {

    @Test
    void everyPublicCallSaysWhatIsWrongWithItsArguments() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(new ActivationSoftmax())
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        DataSet batch = new DataSet(Nd4j.rand(4, 2), Nd4j.eye(2).repeat(0, 2));
        MeanField theory = MeanField.of(new ActivationTanH());
        Map<Class<?>, Object> good = new HashMap<>();
        good.put(double.class, 0.5);
        good.put(int.class, 2);
        good.put(long.class, 2L);
        good.put(String.class, "a");
        good.put(char.class, 'c');
        good.put(long[].class, new long[] {2, 2});
        good.put(IActivation.class, new ActivationTanH());
        good.put(IWeightInit.class, new HeInit());
        good.put(INDArray.class, Nd4j.zeros(2, 2));
        good.put(Model.class, network);
        good.put(MultiLayerNetwork.class, network);
        good.put(MultiLayerConfiguration.class, configuration);
        good.put(DataSet.class, batch);
        good.put(org.nd4j.linalg.dataset.api.DataSet.class, batch);
        good.put(org.nd4j.linalg.dataset.api.MultiDataSet.class, batch.toMultiDataSet());
        good.put(InputType[].class, new InputType[] {InputType.feedForward(2)});
        good.put(List.class, List.of(batch));
        good.put(MeanField.class, theory);
        good.put(ResidualMeanField.class, theory.residual(1));
        for (IWeightInit init : new IWeightInit[] {
            new HeInit(),
            new XavierInit(),
            new BengioInit(),
            new OrthogonalInit(),
            new DeltaOrthogonalInit(),
            new CriticalInit(1, 1)
        }) {
            good.put(init.getClass(), init);
        }
        good.put(VarianceScalingInit.class, VarianceScalingInit.builder().build());
        good.put(VarianceScalingInit.Builder.class, VarianceScalingInit.builder());
        good.put(Tailoring.Builder.class, Tailoring.builder());
        good.put(SignalListener.Builder.class, SignalListener.builder());
        good.put(Lsuv.Builder.class, Lsuv.builder());
        good.put(NetworkInit.Builder.class, NetworkInit.builder());
        assertThat(OddArguments.surprises(
                        "io.github.dl4jinit", name -> !name.matches(".*[.](internal|ui|lab|cli)[.].*"), good))
                .isEmpty();
    }
}
