// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import java.io.IOException;
import java.util.Arrays;

/**
 * The default network (50 hidden layers × 128, ReLU, batch 128, Adam) in PyTorch, as it is trained from the JVM through
 * DJL: one native thread. Prints the median time of a step in milliseconds.
 */
public final class PyTorchLoop {

    private static final int BATCH = 128;

    private PyTorchLoop() {}

    public static void main(String[] args) throws IOException {
        int warmUp = StepTime.WARM_UP;
        int steps = StepTime.STEPS;
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 0);
        int[] order = mnist.trainOrder(42, 0);
        double[] milliseconds = new double[warmUp + steps];
        try (Model model = Model.newInstance("mlp", "PyTorch")) {
            model.setBlock(network(50));
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(2e-4f))
                            .build())
                    .optInitializer(
                            new XavierInitializer(
                                    XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.IN, 2),
                            Parameter.Type.WEIGHT);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(BATCH, mnist.inputs()));
                for (int i = 0; i < milliseconds.length; i++) {
                    int from = i * BATCH % (order.length - BATCH);
                    Batch batch = mnist.trainBatch(order, from, from + BATCH);
                    long start = System.nanoTime();
                    step(trainer, batch.pixels(), batch.labels());
                    milliseconds[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        double[] timed = Arrays.copyOfRange(milliseconds, warmUp, milliseconds.length);
        System.out.println(StepTime.RESULT + Median.of(timed));
    }

    private static SequentialBlock network(int depth) {
        SequentialBlock network = new SequentialBlock();
        for (int i = 0; i < depth; i++) {
            network.add(Linear.builder().setUnits(128).build()).add(Activation.reluBlock());
        }
        return network.add(Linear.builder().setUnits(10).build());
    }

    private static void step(Trainer trainer, float[] pixels, int[] labels) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDArray x = scope.create(pixels, new Shape(BATCH, pixels.length / BATCH));
            NDArray y = scope.create(labels, new Shape(BATCH)).toType(DataType.INT64, false);
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDArray loss = trainer.getLoss().evaluate(new NDList(y), trainer.forward(new NDList(x)));
                loss.getFloat(); // as the other loops, it tells its loss
                gradients.backward(loss);
            }
            trainer.step();
        }
    }
}
