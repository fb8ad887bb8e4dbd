// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to write in a program so that a network gets some values of knobs. */
final class JavaLine {

    private static final Map<String, String> BUILDERS = Map.of(
            "he", "HeInit", "xavier", "XavierInit", "bengio", "BengioInit", "network", "NetworkInit", "lsuv", "Lsuv");

    private JavaLine() {}

    /**
     * One line for the weights, and one for the updater if its learning rate is tuned.
     *
     * @param own the initialiser that hidden layers of a user's own network share, as a scheme is written, if they do
     */
    static List<String> of(TuningSpec spec, Setting setting, Optional<String> own) {
        List<String> lines = new ArrayList<>();
        boolean weights = setting.values().keySet().stream().anyMatch(knob -> knob != Knob.LR);
        if (spec.scheme().equals(OwnNetwork.OWN) && own.isPresent() && weights) {
            lines.add(weights(own.get(), setting) + "   // of each hidden layer");
        } else {
            lines.add(weights(spec.scheme(), setting));
        }
        Double rate = setting.values().get(Knob.LR);
        if (rate != null) {
            lines.add(updater(spec.training().network(), rate));
        }
        return lines;
    }

    private static String weights(String scheme, Setting setting) {
        Map<String, String> arguments = arguments(scheme);
        setting.values().forEach((knob, value) -> {
            if (knob != Knob.LR) {
                arguments.put(knob.flag(), value.toString());
            }
        });
        int open = scheme.indexOf('(');
        String name = open < 0 ? scheme : scheme.substring(0, open);
        String gain = arguments.get(Knob.GAIN.flag());
        boolean gainOnly = arguments.isEmpty() || arguments.size() == 1 && gain != null;
        if (name.equals(OwnNetwork.OWN)) {
            return arguments.isEmpty()
                    ? "// each layer's own initialiser, as it is"
                    : "// in each layer's initialiser: " + calls(arguments).substring(1);
        }
        if (name.equals("network") || name.equals("lsuv")) {
            return BUILDERS.get(name) + ".builder()" + calls(arguments) + ".build().apply("
                    + (name.equals("lsuv") ? "network, batch" : "network") + ")";
        }
        if (name.equals("orthogonal")) {
            return ".weightInit(new OrthogonalInit(" + (gain == null ? "" : gain) + "))";
        }
        if (!BUILDERS.containsKey(name)) {
            return "// scheme " + scheme;
        }
        return gainOnly
                ? ".weightInit(new " + BUILDERS.get(name) + "(" + (gain == null ? "" : gain) + "))"
                : ".weightInit(" + BUILDERS.get(name) + ".builder()" + calls(arguments) + ".build())";
    }

    private static String updater(NetworkSpec network, double rate) {
        if (!(network instanceof MlpSpec mlp)) {
            return "network.setLearningRate(" + rate + ")";
        }
        String updater =
                switch (mlp.optimiser()) {
                    case SGD -> "Sgd";
                    case NESTEROV -> "Nesterovs";
                    case ADAM -> "Adam";
                    case RMSPROP -> "RmsProp";
                };
        return ".updater(new " + updater + "(" + rate + "))";
    }

    private static Map<String, String> arguments(String scheme) {
        Map<String, String> arguments = new LinkedHashMap<>();
        int open = scheme.indexOf('(');
        if (open >= 0) {
            for (String argument :
                    scheme.substring(open + 1, scheme.length() - 1).split(",")) {
                String[] pair = argument.split("=", 2);
                arguments.put(pair[0], pair.length < 2 ? "" : pair[1]);
            }
        }
        return arguments;
    }

    private static String calls(Map<String, String> arguments) {
        StringBuilder calls = new StringBuilder();
        arguments.forEach((name, value) -> calls.append(call(name, value)));
        return calls.toString();
    }

    private static String call(String name, String value) {
        String constant = value.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "distribution" ->
                constant.equals("ORTHOGONAL") ? ".orthogonal()" : ".distribution(WeightDistribution." + constant + ")";
            case "fanMode" -> ".fanMode(FanMode." + constant + ")";
            case "preserve" -> ".preserve(Preserve." + constant + ")";
            case "residual" -> ".residual(ResidualRule." + constant + ")";
            case "sigmaB2" -> ".critical(" + value + ")";
            default -> "." + name + "(" + value + ")";
        };
    }
}
