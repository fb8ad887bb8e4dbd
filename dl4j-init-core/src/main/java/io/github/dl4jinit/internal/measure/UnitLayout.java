// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Wrappers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the incoming weights of each unit lie in the parameters of a layer. In each parameter, in C order, elements of
 * one unit lie in runs of the same length: element i belongs to unit i / run mod units.
 */
final class UnitLayout {

    private final int units;
    private final String main;
    private final Map<String, Integer> runs;

    private UnitLayout(int units, String main, Map<String, Integer> runs) {
        this.units = units;
        this.main = main;
        this.runs = runs;
    }

    /** The layout of a layer each of whose units sees the whole input; {@code null} for all other nodes. */
    static UnitLayout of(NetworkNode node) {
        Layer layer = node.innerConfiguration();
        String prefix = "";
        if (layer instanceof Bidirectional) {
            layer = Wrappers.unwrapped(((Bidirectional) layer).getFwd());
            prefix = "f"; // one direction is enough: the other is made alike
        }
        if (!seesAll(layer)) {
            return null;
        }
        int units = Math.toIntExact(((FeedForwardLayer) layer).getNOut());
        String main = prefix + (layer instanceof SeparableConvolution2D ? "pW" : "W");
        Map<String, Integer> runs = new LinkedHashMap<>();
        for (String name : new String[] {main, prefix + "RW", prefix + "b", prefix + "g"}) {
            INDArray values = node.parameters().get(name);
            if (values != null && values.size(values.rank() - 1) % units == 0) {
                runs.put(name, 1);
            }
        }
        INDArray weights = node.parameters().get(main);
        if (weights == null) {
            return null;
        }
        runs.put(main, run(layer, weights, units));
        return new UnitLayout(units, main, runs);
    }

    /** The number of weights of each unit, or of each of its gates; empty if the units do not see the whole input. */
    static OptionalDouble fanIn(NetworkNode node) {
        UnitLayout layout = of(node);
        if (layout == null) {
            return OptionalDouble.empty();
        }
        if (LayerTraits.takesIndices(node)) {
            return OptionalDouble.of(1);
        }
        INDArray weights = node.parameters().get(layout.main);
        long gates = layout.runs.get(layout.main) == 1 ? weights.size(1) / layout.units : 1;
        return OptionalDouble.of((double) weights.length() / layout.units / Math.max(1, gates));
    }

    private static boolean seesAll(Layer layer) {
        return layer instanceof DenseLayer // and not an output: its units are told apart by their labels
                || layer instanceof EmbeddingLayer
                || layer instanceof EmbeddingSequenceLayer
                || layer instanceof BaseRecurrentLayer
                || layer instanceof ConvolutionLayer && !(layer instanceof DepthwiseConvolution2D);
    }

    private static int run(Layer layer, INDArray weights, int units) {
        if (!(layer instanceof ConvolutionLayer) || layer instanceof Convolution1DLayer) {
            return 1; // a column for each unit, or for each gate of it; DL4J uses the 1D kernel's memory like that
        }
        if (layer instanceof Deconvolution2D) {
            return Math.toIntExact(weights.size(2) * weights.size(3)); // [in, out, kH, kW]
        }
        if (layer instanceof Deconvolution3D) {
            return Math.toIntExact(weights.size(4)); // [kD, kH, kW, out, in]
        }
        return Math.toIntExact(weights.length() / units); // [out, in, …]
    }

    int units() {
        return units;
    }

    /** Hands over all elements of these parameters, or of their gradients, each with the unit that it belongs to. */
    void forEach(Map<String, INDArray> parameters, Visitor visitor) {
        runs.forEach((name, run) -> Elements.forEachBlock(parameters.get(name), new Walk(run, visitor)));
    }

    /** Takes one element of a unit after the other. */
    interface Visitor {

        /**
         * Takes the next element.
         *
         * @param position its number among the unit's elements in this parameter: the same for all units
         */
        void element(int unit, long position, double value);

        /** Whether it needs no more elements. */
        default boolean isDone() {
            return false;
        }
    }

    /** The way through one parameter, block by block. */
    private final class Walk implements Consumer<double[]> {

        private final int run;
        private final Visitor visitor;
        private int unit;
        private int inRun;
        private long firstOfRun;

        Walk(int run, Visitor visitor) {
            this.run = run;
            this.visitor = visitor;
        }

        @Override
        public void accept(double[] block) {
            if (visitor.isDone()) {
                return;
            }
            for (double value : block) {
                visitor.element(unit, firstOfRun + inRun, value);
                if (++inRun == run) {
                    inRun = 0;
                    if (++unit == units) {
                        unit = 0;
                        firstOfRun += run;
                    }
                }
            }
        }
    }
}
