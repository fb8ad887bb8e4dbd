// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.zoo;

import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.ParameterSignal;
import io.github.dl4jinit.signal.SignalReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J itself computes of a batch, {@code feedForward} and {@code computeGradientAndScore}, beside what the doctor
 * reports. Where a layer has dropout, the two draw different units and differ by some percent.
 */
final class Independent {

    private final double activations;
    private final double gradients;
    private final double loss;
    private final boolean finite;

    private Independent(double activations, double gradients, double loss, boolean finite) {
        this.activations = activations;
        this.gradients = gradients;
        this.loss = loss;
        this.finite = finite;
    }

    /** Compares a report with a network in the state that it was made of. */
    static Independent of(Model network, MultiDataSet batch, SignalReport report) {
        double worstActivation = 0;
        Map<String, INDArray> activations = activations(network, batch);
        for (LayerSignal layer : report.layers()) {
            INDArray own = activations.get(layer.name());
            if (own != null && !layer.output()) {
                worstActivation =
                        Math.max(worstActivation, orders(layer.activation().rms(), rms(own)));
            }
        }
        if (report.losses().isEmpty()) {
            return new Independent(worstActivation, 0, Double.NaN, true); // DL4J computes no gradient without a loss
        }
        compute(network, batch);
        long examples = batch.getFeatures(0).size(0);
        Map<String, INDArray> gradients = network.gradient().gradientForVariable();
        double worstGradient = 0;
        boolean finite = true;
        for (LayerSignal layer : report.layers()) {
            for (ParameterSignal parameter : layer.parameters()) {
                INDArray own = gradients.get(key(network, report, layer) + "_" + parameter.name());
                if (own != null && parameter.gradientNorm().isPresent()) {
                    double norm = rms(own) * Math.sqrt(own.length()) / examples;
                    finite &= Double.isFinite(norm);
                    worstGradient = Math.max(
                            worstGradient, orders(parameter.gradientNorm().getAsDouble(), norm));
                }
            }
        }
        return new Independent(worstActivation, worstGradient, network.score(), finite);
    }

    private static Map<String, INDArray> activations(Model network, MultiDataSet batch) {
        Nd4j.getRandom().setSeed(1);
        if (network instanceof ComputationGraph graph) {
            return graph.feedForward(batch.getFeatures(), true, false);
        }
        List<INDArray> list = ((MultiLayerNetwork) network).feedForward(batch.getFeatures(0), true);
        Map<String, INDArray> named = new LinkedHashMap<>();
        for (int i = 1; i < list.size(); i++) {
            String name = ((MultiLayerNetwork) network)
                    .getLayer(i - 1)
                    .conf()
                    .getLayer()
                    .getLayerName();
            named.put(name == null ? "layer" + (i - 1) : name, list.get(i));
        }
        return named;
    }

    private static void compute(Model network, MultiDataSet batch) {
        Nd4j.getRandom().setSeed(1);
        if (network instanceof ComputationGraph graph) {
            graph.setInputs(batch.getFeatures());
            graph.setLabels(batch.getLabels());
            graph.computeGradientAndScore();
        } else {
            MultiLayerNetwork list = (MultiLayerNetwork) network;
            list.setInput(batch.getFeatures(0));
            list.setLabels(batch.getLabels(0));
            list.computeGradientAndScore();
        }
    }

    /** DL4J's key of a layer: its number in a list, where the report has the inputs first. */
    private static String key(Model network, SignalReport report, LayerSignal layer) {
        return network instanceof ComputationGraph
                ? layer.name()
                : String.valueOf(report.layers().indexOf(layer) - 1);
    }

    private static double rms(INDArray values) {
        double norm = values.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return norm / Math.sqrt(values.length());
    }

    /** By how many orders of magnitude two sizes differ; 0 if neither is a number, or both are zero. */
    private static double orders(double reported, double own) {
        if (reported == own || Double.isNaN(reported) && Double.isNaN(own)) {
            return 0;
        }
        double orders = Math.abs(Math.log10(reported / own));
        return Double.isNaN(orders) ? Double.POSITIVE_INFINITY : orders;
    }

    /** By how many orders of magnitude activations differ at most. */
    double activations() {
        return activations;
    }

    /** By how many orders of magnitude gradients of parameters differ at most. */
    double gradients() {
        return gradients;
    }

    /** The score, with regularisation and summed over time, as DL4J has it; NaN without a loss. */
    double loss() {
        return loss;
    }

    /** Whether all gradients are numbers. */
    boolean finite() {
        return finite;
    }
}
