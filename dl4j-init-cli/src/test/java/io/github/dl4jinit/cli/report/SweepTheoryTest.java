// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.cli.chart.HeatMap;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class SweepTheoryTest {

    private static final String CRITICAL = "critical ";
    private static final String TRAINABLE = "trainable depth, 6 depth scales";

    /** 1.760954640 was computed by other means: adaptive quadrature of E[tanh′²] in 50 digits. */
    @Test
    void theCriticalLineOfTanh() {
        List<HeatMap.Curve> curves = curves(
                sweep(false, "scheme meanfield", "activation TANH", "sigma-w2 1:4:0.5", "sigma-b2 0.05:0.35:0.15"));
        assertThat(curves).extracting(HeatMap.Curve::name).containsExactly(CRITICAL + "sigma-w2");
        List<Point2D.Double> points = curves.get(0).points();
        // From the lowest value up (there is no half a cell below that is positive) to half a cell above the highest.
        assertThat(points.get(0).y).isEqualTo(0.05);
        assertThat(points.get(0).x).isCloseTo(1.760954640, within(2e-9));
        assertThat(points.get(points.size() - 1).y).isCloseTo(0.425, within(1e-12));
        // Biases that vary more need weights that vary more.
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).x).isGreaterThan(points.get(i - 1).x);
        }
    }

    /** He's gain for ReLU, at every depth; beside it χ = g², so that 6 ξ = 6 / |ln g²|. */
    @Test
    void theLinesOfReluInClosedForm() {
        List<HeatMap.Curve> curves = curves(sweep(false, "scheme he", "gain 0.6:1.6:0.1", "depth 10,25,50,100"));
        assertThat(curves).extracting(HeatMap.Curve::name).containsExactly(CRITICAL + "gain", TRAINABLE);
        List<Point2D.Double> critical = curves.get(0).points();
        assertThat(critical).allSatisfy(point -> assertThat(point.x).isCloseTo(1, within(1e-8)));
        // Half a cell more at both ends.
        assertThat(critical.get(0).y).isEqualTo(2.5);
        assertThat(critical.get(critical.size() - 1).y).isCloseTo(125, within(1e-9));

        List<Point2D.Double> trainable = curves.get(1).points();
        assertThat(trainable).hasSizeGreaterThan(40);
        assertThat(trainable.get(0).x).isCloseTo(0.55, within(1e-12));
        assertThat(trainable.get(trainable.size() - 1).x).isCloseTo(1.65, within(1e-12));
        assertThat(trainable).allSatisfy(point -> assertThat(point.y)
                .isCloseTo(Math.min(10_000, 6 / Math.abs(2 * Math.log(point.x))), within(1e-6 * point.y)));
    }

    /** Without variance of biases tanh is critical at σ_w² = 1, and below it correlations decay by σ_w² a layer. */
    @Test
    void orthogonalTanh() {
        List<HeatMap.Curve> curves =
                curves(sweep(false, "scheme orthogonal", "activation TANH", "gain 0.5:1.5:0.25", "depth 10,100"));
        assertThat(curves.get(0).points()).isNotEmpty().allSatisfy(point -> assertThat(point.x)
                .isCloseTo(1, within(1e-6)));
        Point2D.Double half = curves.get(1).points().get(0);
        assertThat(half.x).isEqualTo(0.375);
        assertThat(half.y).isCloseTo(-6 / Math.log(0.375 * 0.375), within(1e-6));
    }

    /** σ_w² = numerator · gain², which is 2 on the line. */
    @Test
    void theLineDependsOnBothAxes() {
        List<HeatMap.Curve> curves = curves(sweep(false, "scheme he", "gain 0.5:2:0.5", "numerator 1:4:1"));
        assertThat(curves).hasSize(1);
        assertThat(curves.get(0).points()).isNotEmpty().allSatisfy(point -> assertThat(point.x)
                .isCloseTo(Math.sqrt(2 / point.y), within(1e-8)));
    }

    @Test
    void numerators() {
        List<HeatMap.Curve> curves = curves(sweep(false, "scheme he", "numerator 1:4:1", "width 8,16,32"));
        assertThat(curves).extracting(HeatMap.Curve::name).containsExactly(CRITICAL + "numerator");
        assertThat(curves.get(0).points()).isNotEmpty().allSatisfy(point -> assertThat(point.x)
                .isCloseTo(2, within(1e-7)));
    }

    /** In whatever order the values are given. */
    @Test
    void fallingAxes() {
        List<HeatMap.Curve> curves = curves(sweep(false, "scheme he", "gain 1.6:0.6:-0.1", "width 100,10"));
        assertThat(curves.get(0).points()).isNotEmpty().allSatisfy(point -> assertThat(point.x)
                .isCloseTo(1, within(1e-8)));
    }

    @Test
    void aLineBesideTheMapIsEmpty() {
        assertThat(curves(sweep(false, "scheme he", "gain 0.5,0.6", "width 1,2"))
                        .get(0)
                        .points())
                .isEmpty();
        assertThat(curves(sweep(false, "scheme he", "gain 1.5,2", "width 1,2"))
                        .get(0)
                        .points())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "activation RELU,TANH | gain 0.5,1.5 | scheme he | seed 1",
                "activation SOFTMAX | gain 0.5,1.5 | scheme he | depth 1,2",
                "depth 1,2 | lr 0.1,0.2 | scheme dl4j:XAVIER | seed 1",
                "depth 1,2 | gain 0.5,1.5 | scheme network | seed 1",
                "depth 1,2 | pre-activation-variance 0.09,1 | scheme network | seed 1",
                "depth 1,2 | gain 0.5,1.5 | scheme mirrored | seed 1",
                "depth 1,2 | width 1,2 | scheme he | seed 1",
                "scheme he,xavier | gain 0.5,1.5 | depth 3 | seed 1",
                "optimizer SGD,ADAM | gain 0.5,1.5 | scheme he | seed 1",
            })
    void noLinesWhereTheTheoryDoesNotApply(String one, String two, String three, String four) {
        assertThat(curves(sweep(false, one, two, three, four))).isEmpty();
    }

    /** Without skip connections there are two. */
    @ParameterizedTest
    @ValueSource(strings = {"gain 0.5,1.5", "numerator 1,3"})
    void noneOfResidualNetworks(String weights) {
        assertThat(curves(sweep(true, "scheme he", weights, "depth 3,4"))).isEmpty();
    }

    /** Their function is another one in each row. */
    @Test
    void noneOfTailoredNetworks() {
        Sweep plain = sweep(false, "scheme he", "gain 0.5,1.5", "depth 3,4");
        MlpSpec network = ((MlpSpec) plain.base().network()).withTailored(true);
        assertThat(curves(Sweep.of(plain.base().withNetwork(network), plain.axes())))
                .isEmpty();
        assertThat(curves(plain)).isNotEmpty();
    }

    /** Whatever a user sweeps, the results of hours must not be lost for want of a line. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"CUBE", "RRELU", "SIGMOID", "THRESHOLDEDRELU"})
    void oddActivationFunctionsHaveLinesOrNone(Activation activation) {
        Sweep sweep =
                sweep(false, "activation " + activation, "scheme meanfield", "sigma-w2 0.01,1,10", "sigma-b2 0,0.05,1");
        assertThatCode(() -> curves(sweep)).doesNotThrowAnyException();
    }

    private static List<HeatMap.Curve> curves(Sweep sweep) {
        return SweepTheory.curves(sweep, Grid.of(sweep, new SweepResult(sweep).cells()));
    }

    private static Sweep sweep(boolean residual, String... axes) {
        List<Axis> all = new ArrayList<>();
        for (String axis : axes) {
            String[] parts = axis.split(" ", 2);
            all.add(Axis.of(Knob.of(parts[0]), parts[1]));
        }
        MlpSpec network = new MlpSpec(3, 16, "RELU", residual, Optimiser.SGD, 0.01);
        if (all.stream().noneMatch(axis -> axis.knob() == Knob.ACTIVATION)) {
            all.add(Axis.of(Knob.ACTIVATION, "RELU"));
        }
        return Sweep.of(new TrainingSpec(network, 64, 1, 640, null), all);
    }
}
