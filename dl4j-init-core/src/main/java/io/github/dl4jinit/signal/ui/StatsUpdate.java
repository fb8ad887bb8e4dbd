// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.LossSignal;
import io.github.dl4jinit.signal.Moments;
import io.github.dl4jinit.signal.ParameterSignal;
import io.github.dl4jinit.signal.SignalReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.nd4j.linalg.learning.config.IUpdater;

/** Turns reports into what the UI draws, under the names that it looks for. */
final class StatsUpdate {

    private final NetworkView network;

    StatsUpdate(NetworkView network) {
        this.network = network;
    }

    /** The record of one report, still without session and time. */
    SbeStatsReport of(SignalReport report) {
        List<LayerSignal> layers = report.layers();
        List<NetworkNode> nodes = network.nodes();
        Check.require(
                layers.size() == nodes.size(), "report", "of " + nodes.size() + " inputs and layers", layers.size());
        Map<String, Moments> activations = new LinkedHashMap<>();
        Map<String, Moments> parameters = new LinkedHashMap<>();
        Map<String, Moments> gradients = new LinkedHashMap<>();
        Map<String, Moments> updates = new LinkedHashMap<>();
        Map<String, Double> learningRates = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerSignal layer = layers.get(i);
            NetworkNode node = nodes.get(i);
            String layerName = node.key(); // the UI counts the layers of a list from 0, whatever they are called
            activations.put(layerName, layer.activation());
            for (ParameterSignal parameter : layer.parameters()) {
                String name = layerName + "_" + parameter.name();
                parameters.put(name, parameter.values());
                parameter.gradient().ifPresent(gradient -> gradients.put(name, gradient));
                parameter.update().ifPresent(update -> updates.put(name, update));
                learningRates.put(name, learningRate(node, parameter.name(), report.iteration()));
            }
        }
        SbeStatsReport stats = new SbeStatsReport();
        stats.reportIterationCount(report.iteration());
        if (!report.losses().isEmpty()) {
            stats.reportScore(score(report));
        }
        stats.reportLearningRates(learningRates);
        report(stats, StatsType.Activations, activations);
        report(stats, StatsType.Parameters, parameters);
        report(stats, StatsType.Gradients, gradients);
        report(stats, StatsType.Updates, updates);
        reportNoHistograms(stats, parameters);
        return stats;
    }

    /**
     * As DL4J's {@code score()}: the mean over the examples, or their sum if the network asks for it, and penalties.
     */
    private double score(SignalReport report) {
        double mean = report.losses().stream().mapToDouble(LossSignal::loss).sum();
        double loss = network.network().conf().isMiniBatch() ? mean : mean * report.examples();
        double penalties = network.nodes().stream()
                .filter(node -> node.layer() != null)
                .mapToDouble(node -> node.layer().calcRegularizationScore(true))
                .sum();
        return loss + penalties;
    }

    private static void report(SbeStatsReport stats, StatsType type, Map<String, Moments> moments) {
        Map<String, Double> means = new LinkedHashMap<>();
        Map<String, Double> deviations = new LinkedHashMap<>();
        Map<String, Double> magnitudes = new LinkedHashMap<>();
        moments.forEach((name, figures) -> {
            means.put(name, figures.mean());
            deviations.put(name, figures.std());
            magnitudes.put(name, figures.meanMagnitude());
        });
        stats.reportMean(type, means);
        stats.reportStdev(type, deviations);
        stats.reportMeanMagnitudes(type, magnitudes);
    }

    /**
     * Adds a histogram without bins: the UI's page of a layer fails if there are no histograms at all, and an empty map
     * of them is lost in a storage on disk.
     */
    private static void reportNoHistograms(SbeStatsReport stats, Map<String, Moments> parameters) {
        Map<String, Histogram> none = new LinkedHashMap<>();
        parameters.keySet().stream().findFirst().ifPresent(name -> none.put(name, new Histogram(0, 0, 0, new int[0])));
        stats.reportHistograms(StatsType.Parameters, none);
        stats.reportHistograms(StatsType.Updates, none);
    }

    /** The learning rate of a parameter, or 0 if there is none: in a frozen layer, and for rules such as AdaDelta. */
    private double learningRate(NetworkNode node, String parameter, int iteration) {
        IUpdater rule = node.trainable().getConfig().getUpdaterByParam(parameter);
        return rule.hasLearningRate() ? rule.getLearningRate(iteration, network.epoch()) : 0;
    }
}
