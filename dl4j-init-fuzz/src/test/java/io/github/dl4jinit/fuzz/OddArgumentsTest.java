// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.activation.Tailoring;
import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import io.github.dl4jinit.lab.training.TailoredFunction;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.KnobValues;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.SearchSpace;
import io.github.dl4jinit.lab.tune.Theory;
import io.github.dl4jinit.lab.tune.Tuner;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningSpec;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.ResidualMeanField;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
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
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever is wrong with an argument, a message says which and why, before anything else happens. */
class OddArgumentsTest {

    private static final int PIXELS = 2;

    private final Map<Class<?>, Object> good = new HashMap<>();

    OddArgumentsTest() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new HeInit())
                .list()
                .layer(new DenseLayer.Builder().nIn(PIXELS).nOut(2).build())
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(new ActivationSoftmax())
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        DataSet batch = new DataSet(Nd4j.rand(4, PIXELS), Nd4j.eye(2).repeat(0, 2));
        MeanField theory = MeanField.of(new ActivationTanH());
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
    }

    @Test
    void everyPublicCallOfTheLibrary() {
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
                        "io.github.dl4jinit",
                        name -> !name.matches(".*[.](internal|ui|lab|cli|spark|fuzz)[.].*"),
                        good))
                .isEmpty();
    }

    @Test
    void everyPublicCallOfTheLab() throws IOException, InterruptedException {
        putTrial();
        putTuning();
        assertThat(OddArguments.surprises("io.github.dl4jinit.lab", name -> !name.endsWith(".lab.worker.Worker"), good))
                .isEmpty();
    }

    private void putTrial() throws IOException {
        ImageDataset images = ImageDataset.load(DataSource.of(null), 20);
        MlpSpec network = new MlpSpec(2, 2, "RELU", false, Optimiser.SGD, 0.1);
        TrainingSpec training = new TrainingSpec(network, 2, 1, 20, null);
        TrialSpec trial = new TrialSpec(Scheme.HE, 1, training);
        Sweep sweep = Sweep.of(training, List.of(Sweep.Axis.of(Knob.SCHEME, "he"), Sweep.Axis.of(Knob.GAIN, "1,2")));
        SignalReport report = SignalProbe.probe((MultiLayerNetwork) good.get(MultiLayerNetwork.class));
        put(images, new Batch(new float[PIXELS], new int[1], 2), Scheme.HE, sweep, new SweepResult(sweep));
        put(
                network,
                training,
                trial,
                completed(trial),
                report,
                ActivationSpec.of(network.activation().name()));
        put(KnobValues.parse(Knob.GAIN, "1,2"), Setting.DEFAULT, OwnNetworkSpec.inMemory("mine"), new Trainer());
        put(TailoredFunction.of(network.withTailored(true)), new OwnNetwork((MultiLayerConfiguration)
                good.get(MultiLayerConfiguration.class)));
        put(new ProbeSpec("absent", List.of(), null, null, null, null));
        good.put(NetworkSpec.class, network);
        good.put(DataSource.class, DataSource.of(Path.of("absent")));
        good.put(IdxSource.class, DataSource.of(Path.of("absent")));
        good.put(List.class, List.of());
        good.put(Collection.class, List.of());
        good.put(Map.class, Map.of());
        good.put(Double.class, 0.5);
        good.put(Path.class, Path.of("absent"));
        good.put(Duration.class, Duration.ofSeconds(1));
        good.put(Exception.class, new IOException("as it happens"));
        good.put(Class.class, Optimiser.class);
        good.put(double[].class, new double[0]);
        good.put(float[].class, new float[2]);
        good.put(int[].class, new int[2]);
        good.put(InputStream.class, InputStream.nullInputStream());
        good.put(Consumer.class, (Consumer<Object>) ignored -> {});
        good.put(Runnable.class, (Runnable) () -> {});
        good.put(TrialListener.class, (TrialListener) result -> {});
        DataSetIterator batches = new org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator<>(
                ((DataSet) good.get(DataSet.class)).asList(), 2);
        good.put(DataSetIterator.class, batches);
        good.put(LongFunction.class, (LongFunction<DataSetIterator>) seed -> batches);
        put(new OwnNetworkRunner(
                (MultiLayerConfiguration) good.get(MultiLayerConfiguration.class), batches, batches, batches));
        WorkerSettings workers = new WorkerSettings("32m", Duration.ofSeconds(1), Path.of("target"), line -> {});
        put(workers, new WorkerPool(workers));
    }

    private void putTuning() throws InterruptedException {
        SearchSpace space = SearchSpace.of(Dimension.Range.around(Knob.GAIN, 1));
        TuningSpec spec = new TuningSpec(
                Scheme.HE,
                (TrainingSpec) good.get(TrainingSpec.class),
                9,
                1,
                space,
                Setting.of(Knob.GAIN, 1),
                Setting.of(Knob.GAIN, 1),
                1);
        TrialRunner runner = (trials, listener) -> trials.forEach(trial -> listener.ended(completed(trial)));
        Tuner tuner = new Tuner(spec, runner);
        TuningResult result = tuner.run(32);
        good.put(TrialRunner.class, runner);
        good.put(Knob[].class, new Knob[] {Knob.GAIN});
        Dimension range = space.dimensions().get(0);
        good.put(Dimension.class, range);
        good.put(Dimension[].class, new Dimension[] {range});
        put(space, range, Dimension.of(Knob.ACTIVATION, "RELU,TANH"));
        put(spec, tuner, result, result.plausible(Knob.GAIN), Theory.of(Scheme.HE, List.of(), (MlpSpec)
                good.get(MlpSpec.class)));
    }

    private static TrialResult completed(TrialSpec trial) {
        return new TrialResult(
                trial, TrialStatus.COMPLETED, 2.5, 0.5, 0.8, 0.1, 1, 1, 5.0, null, null, null, List.of(2.5), 10);
    }

    private void put(Object... objects) {
        for (Object object : objects) {
            good.put(object.getClass(), object);
        }
    }
}
