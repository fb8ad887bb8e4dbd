// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a knob decided about which candidates went on from the first rung, by PED-ANOVA (Watanabe, Bansal and Hutter
 * 2023, "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary subspaces"): the Pearson divergence
 * of its values' density among those that went on, from that among all candidates. A knob whose values are the same
 * among both decided nothing, however the candidates were chosen.
 *
 * @param share of the sum over all knobs, from 0 to 1
 */
public record Importance(Knob knob, double share) {

    /** At so many places a density of a range is looked at, which are closer than a kernel is wide. */
    private static final int PLACES = 100;

    /**
     * The importance of each knob, the most important first; empty of one knob.
     *
     * @param all the first wave, the best first
     */
    static List<Importance> of(TuningSpec spec, List<Setting> all) {
        List<Dimension> dimensions = spec.space().dimensions();
        if (dimensions.size() == 1) {
            return List.of();
        }
        List<Setting> best = all.subList(0, (all.size() + 2) / 3);
        double[] divergences = IntStream.range(0, dimensions.size())
                .mapToDouble(i -> divergence(dimensions.get(i).choices(), places(spec, best, i), places(spec, all, i)))
                .toArray();
        double sum = IntStream.range(0, divergences.length)
                .mapToDouble(i -> divergences[i])
                .sum();
        List<Importance> importance = new ArrayList<>();
        for (int i = 0; i < divergences.length; i++) {
            importance.add(new Importance(dimensions.get(i).knob(), sum == 0 ? 0 : divergences[i] / sum));
        }
        importance.sort(Comparator.comparingDouble(Importance::share).reversed());
        return List.copyOf(importance);
    }

    private static List<double[]> places(TuningSpec spec, List<Setting> settings, int i) {
        return settings.stream()
                .map(setting -> new double[] {spec.point(setting)[i]})
                .filter(place -> !Double.isNaN(place[0]))
                .toList();
    }

    /** The mean of (p / q − 1)² over q, for the density p among the best and q among all. */
    private static double divergence(int choices, List<double[]> ofBest, List<double[]> ofAll) {
        Parzen best = new Parzen(ofBest, choices);
        Parzen any = new Parzen(ofAll, choices);
        int places = choices == 0 ? PLACES : choices;
        double size = choices == 0 ? 1.0 / PLACES : 1;
        return IntStream.range(0, places)
                .mapToDouble(i -> (i + 0.5) / places)
                .map(place -> {
                    double q = any.density(place);
                    return size * q * Math.pow(best.density(place) / q - 1, 2);
                })
                .sum();
    }
}
