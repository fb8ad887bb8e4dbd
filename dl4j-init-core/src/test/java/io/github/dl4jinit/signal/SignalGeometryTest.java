// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What is measured of real networks against the theory, and against their Jacobians themselves. */
class SignalGeometryTest {

    private static final int SEEDS = 4;

    /** Wide enough that L/n, by which finite networks leave the theory, is 1/48. */
    private static final int WIDTH = 192;

    private static final int DEPTH = 4;

    private static NeuralNetConfiguration.Builder builder(long seed, IWeightInit init, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .weightInit(init)
                .activation(activation);
    }

    private static MultiLayerNetwork network(long seed, IWeightInit init, Activation activation, int... widths) {
        NeuralNetConfiguration.ListBuilder layers =
                builder(seed, init, activation).list();
        for (int i = 1; i < widths.length; i++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(widths[i - 1]).nOut(widths[i]).build());
        }
        return Nets.initialised(
                layers.layer(Nets.softmax(widths[widths.length - 1], 3)).build());
    }

    private static MultiLayerNetwork wide(long seed, IWeightInit init, Activation activation) {
        return network(seed, init, activation, WIDTH, WIDTH, WIDTH, WIDTH, WIDTH);
    }

    /** Measured figures of networks of several seeds. */
    private static List<SignalGeometry> wide(IWeightInit init, Activation activation) {
        List<SignalGeometry> geometries = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            geometries.add(
                    SignalProbe.probe(wide(seed, init, activation)).geometry().get());
        }
        return geometries;
    }

    /** Within four standard errors over the seeds, and what finite widths add. */
    private static void assertMean(
            List<SignalGeometry> of, ToDoubleFunction<SignalGeometry> figure, double expected, double finiteWidth) {
        double mean = of.stream().mapToDouble(figure).average().getAsDouble();
        double variance = of.stream()
                        .mapToDouble(figure)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (SEEDS - 1);
        assertThat(mean).isCloseTo(expected, within(4 * Math.sqrt(variance / SEEDS) + finiteWidth));
    }

    /** Pennington's L·(μ₂/μ₁² − 1 − s₁): for ReLU, half of whose slopes are 1 and half 0, μ₂/μ₁² is 2. */
    @Test
    void theSpreadOfSingularValuesIsPenningtons() {
        double finiteWidth = (double) DEPTH / WIDTH;
        List<SignalGeometry> gaussian = wide(new HeInit(), Activation.RELU);
        assertMean(gaussian, g -> g.jacobianSpread().getAsDouble(), 2 * DEPTH, 2 * DEPTH * 2 * finiteWidth);
        assertThat(gaussian.get(0).gaussianJacobianSpread()).hasValueCloseTo(2.0 * DEPTH, within(1e-6));
        assertThat(gaussian.get(0).orthogonalJacobianSpread()).hasValueCloseTo(1.0 * DEPTH, within(1e-6));

        List<SignalGeometry> orthogonal = wide(new OrthogonalInit(Math.sqrt(2)), Activation.RELU);
        assertMean(orthogonal, g -> g.jacobianSpread().getAsDouble(), DEPTH, DEPTH * 2 * finiteWidth);

        List<SignalGeometry> tanh = wide(new OrthogonalInit(), Activation.TANH);
        double expected = tanh.get(0).orthogonalJacobianSpread().getAsDouble();
        assertThat(expected).isEqualTo(penningtonsForTanh(), within(0.02));
        assertMean(tanh, g -> g.jacobianSpread().getAsDouble(), expected, expected * 2 * finiteWidth);
    }

    /** With the variances of the theory from inputs of variance 1. */
    private static double penningtonsForTanh() {
        MeanField theory = MeanField.of(new ActivationTanH());
        double spread = 0;
        for (double q : theory.variances(1, 1, 0, DEPTH - 1)) {
            double mu1 = theory.derivativeSecondMoment(q);
            spread += theory.derivativeFourthMoment(q) / (mu1 * mu1) - 1;
        }
        return spread;
    }

    /** Widths that fall and rise: a Gaussian layer makes (s + 1)·n_out/n_in of a spread s. */
    @Test
    void theSpreadFollowsTheWidths() {
        List<SignalGeometry> geometries = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = network(seed, new XavierInit(), Activation.IDENTITY, 300, 100, 200, 150);
            geometries.add(SignalProbe.probe(network).geometry().get());
        }
        double expected = ((1.0 / 3 + 1) * 2 + 1) * 0.75;
        assertThat(geometries.get(0).gaussianJacobianSpread()).hasValueCloseTo(expected, within(1e-9));
        assertMean(geometries, g -> g.jacobianSpread().getAsDouble(), expected, expected / 100);
    }

    /** An isometry has no spread, whatever directions are drawn, and one gradient everywhere. */
    @Test
    void anOrthogonalLinearNetworkIsAnIsometry() {
        SignalGeometry geometry = SignalProbe.probe(wide(1, new OrthogonalInit(), Activation.IDENTITY))
                .geometry()
                .get();
        assertThat(geometry.jacobianSpread()).hasValueCloseTo(0.0, within(1e-12));
        assertThat(geometry.gradientCorrelation()).hasValueCloseTo(1.0, within(1e-12));
        assertThat(geometry.predictedGradientCorrelation()).hasValueCloseTo(1.0, within(1e-9));
        assertThat(geometry.orthogonalJacobianSpread()).hasValueCloseTo(0.0, within(1e-9));
        assertThat(geometry.cosineDepthScale().getAsDouble()).isGreaterThan(1e6);
    }

    /** Only as many singular values count as the narrower end has: six of 24 here, all of them 1. */
    @Test
    void aNarrowInputIsNoSpread() {
        SignalGeometry geometry = SignalProbe.probe(network(1, new OrthogonalInit(), Activation.IDENTITY, 6, 24))
                .geometry()
                .get();
        assertThat(geometry.orthogonalJacobianSpread()).hasValueCloseTo(0.0, within(1e-9));
        double error = geometry.jacobianSpreadError().getAsDouble();
        assertThat(geometry.jacobianSpread()).hasValueCloseTo(0.0, within(4 * error));
        assertThat(error).isLessThan(0.2);
    }

    /** With x and y orthogonal, 0.9·x + 0.1·y is at an angle with cos 0.9 / √(0.9² + 0.1²) to x. */
    @Test
    void aNeighbourIsATenthOfTheWayToAnotherExample() {
        INDArray x = Nd4j.eye(8).castTo(DataType.DOUBLE).mul(3);
        DataSet batch = new DataSet(x, Nd4j.eye(3).castTo(DataType.DOUBLE).getRows(indices(8, 3)));
        SignalGeometry geometry = SignalProbe.probe(network(1, new HeInit(), Activation.RELU, 8, 16), batch)
                .geometry()
                .get();
        double expected = 1 - Math.acos(0.9 / Math.sqrt(0.82)) / Math.PI;
        assertThat(geometry.predictedGradientCorrelation()).hasValueCloseTo(expected, within(1e-9));
    }

    /** The spread of the Jacobians of all examples, by differences and by what NumPy would call the Gram matrix. */
    @Test
    void theSpreadIsThatOfTheJacobianItself() {
        int inputs = 9;
        MultiLayerNetwork network = network(3, new HeInit(), Activation.TANH, inputs, 14, 10, 7);
        Nd4j.getRandom().setSeed(5);
        INDArray x = Nd4j.randn(DataType.DOUBLE, 32, inputs);
        DataSet batch = new DataSet(x, Nd4j.eye(3).castTo(DataType.DOUBLE).getRows(indices(32, 3)));
        double squares = 0;
        double means = 0;
        for (int example = 0; example < 32; example++) {
            INDArray jacobian = jacobian(network, x.getRow(example));
            INDArray gram = jacobian.mmul(jacobian.transpose());
            double trace = Nd4j.diag(gram).sumNumber().doubleValue();
            means += trace * trace;
            squares += gram.mul(gram).sumNumber().doubleValue();
        }
        SignalGeometry geometry = SignalProbe.probe(network, batch).geometry().get();
        double error = geometry.jacobianSpreadError().getAsDouble();
        assertThat(geometry.jacobianSpread()).hasValueCloseTo(7 * squares / means - 1, within(4 * error));
        assertThat(error).isLessThan(0.2 * geometry.jacobianSpread().getAsDouble());
    }

    private static int[] indices(int count, int below) {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = i % below;
        }
        return indices;
    }

    /** The Jacobian of the last hidden layer, a column for each input, by central differences. */
    private static INDArray jacobian(MultiLayerNetwork network, INDArray x) {
        double step = 1e-5;
        int inputs = (int) x.length();
        INDArray there = x.reshape(1, inputs)
                .repeat(0, inputs)
                .add(Nd4j.eye(inputs).castTo(DataType.DOUBLE).mul(step));
        INDArray back = x.reshape(1, inputs)
                .repeat(0, inputs)
                .sub(Nd4j.eye(inputs).castTo(DataType.DOUBLE).mul(step));
        int last = network.getnLayers() - 1;
        return network.feedForward(there, false)
                .get(last)
                .sub(network.feedForward(back, false).get(last))
                .div(2 * step)
                .transpose();
    }

    /** The correlation map, layer by layer, and the product of E[φ′(u)φ′(v)] / E[φ′²]. */
    @Test
    void cosinesAndGradientsFollowTheTheory() {
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            IWeightInit init = VarianceScalingInit.builder()
                    .forActivation(activation.getActivationFunction())
                    .build();
            List<SignalGeometry> geometries = new ArrayList<>();
            double[] measured = new double[DEPTH];
            double[] predicted = new double[DEPTH];
            for (int seed = 1; seed <= SEEDS; seed++) {
                SignalReport report = SignalProbe.probe(wide(seed, init, activation));
                geometries.add(report.geometry().get());
                for (int layer = 0; layer < DEPTH; layer++) {
                    LayerSignal signal = report.layers().get(layer + 1);
                    measured[layer] += signal.meanCosine().getAsDouble() / SEEDS;
                    predicted[layer] +=
                            report.geometry().get().predictedCosines().get(layer) / SEEDS;
                }
            }
            for (int layer = 0; layer < DEPTH; layer++) {
                // Cosines of a layer of width n scatter by 1/√n, and those of one network together.
                double error = Math.sqrt((layer + 1.0) / WIDTH / SEEDS);
                assertThat(measured[layer]).isCloseTo(predicted[layer], within(4 * error * (1 - predicted[layer])));
            }
            double expected = geometries.get(0).predictedGradientCorrelation().getAsDouble();
            assertMean(geometries, g -> g.gradientCorrelation().getAsDouble(), expected, 0.01);
        }
    }

    /**
     * In the ordered phase the distance of examples that are alike falls exponentially, at the theory's depth scale.
     */
    @Test
    void theDepthScaleIsThatOfTheTheory() {
        MultiLayerNetwork network = wide(1, new XavierInit(0.9), Activation.TANH);
        for (int i = 0; i < DEPTH; i++) {
            INDArray biases = network.getLayer(i).getParam("b");
            Nd4j.getRandom().setSeed(i + 1);
            biases.assign(Nd4j.randn(biases.dataType(), biases.shape()).mul(Math.sqrt(0.1)));
        }
        INDArray alike = Nd4j.randn(DataType.DOUBLE, 1, WIDTH).repeat(0, 32);
        alike = alike.mul(Math.sqrt(0.9))
                .add(Nd4j.randn(DataType.DOUBLE, 32, WIDTH).mul(Math.sqrt(0.1)));
        MeanField theory = MeanField.of(new ActivationTanH());
        alike.muli(Math.sqrt(theory.secondMoment(theory.fixedPoint(0.81, 0.1).q()))); // no transient of the variance
        SignalGeometry geometry = SignalProbe.probe(
                        network,
                        new DataSet(alike, Nd4j.eye(3).castTo(DataType.DOUBLE).getRows(indices(32, 3))))
                .geometry()
                .get();
        double asymptotic = theory.depthScale(0.81, 0.1).correlation();
        assertThat(geometry.predictedCosineDepthScale()).hasValueCloseTo(asymptotic, within(0.15 * asymptotic));
        double predicted = geometry.predictedCosineDepthScale().getAsDouble();
        assertThat(geometry.cosineDepthScale()).hasValueCloseTo(predicted, within(0.1 * predicted));
    }
}
