// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Labels that are no numbers, that say the same of all examples, or that do not fit the output. */
final class LabelCheck {

    /** The fewest examples of which it is no chance that all are of one class: once in 512 times for two classes. */
    private static final int FEWEST_EXAMPLES = 10;

    private final BatchFacts batch;
    private final List<LossFacts> losses;

    LabelCheck(BatchFacts batch, List<LossFacts> losses) {
        this.batch = batch;
        this.losses = losses;
    }

    /** What is wrong, one finding an output. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (DataFacts labels : batch.labels()) {
            notFinite(labels)
                    .or(() -> hidden(labels))
                    .or(() -> lossOf(labels).flatMap(loss -> unfit(labels, loss)))
                    .or(() -> same(labels))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /** How labels are called in a report: by their output, if there are several. */
    static String place(DataFacts labels, List<LossFacts> losses) {
        return Finding.labelsOf(labels.node(), losses.size() <= 1);
    }

    private Finding finding(DataFacts labels, String sentence, String advice) {
        return finding(labels, sentence, DataAdvice.of(advice));
    }

    private Finding finding(DataFacts labels, String sentence, DataAdvice advice) {
        return new Finding(place(labels, losses), sentence, advice);
    }

    private Optional<LossFacts> lossOf(DataFacts labels) {
        return losses.stream()
                .filter(loss -> loss.node().equals(labels.node()) && loss.function() != null)
                .findFirst();
    }

    private Optional<Finding> notFinite(DataFacts labels) {
        return labels.firstNotFinite()
                .map(place -> finding(
                        labels,
                        NotFinite.sentence(labels, place),
                        DataAdvice.fillGaps("getLabels", Double.isNaN(place.value()))));
    }

    private Optional<Finding> hidden(DataFacts labels) {
        return labels.hiddenExamples() < labels.examples()
                ? Optional.empty()
                : Optional.of(finding(
                        labels,
                        "the labels mask hides every example",
                        "Let the mask be 1 where there is a label; without it there is nothing to learn."));
    }

    private Optional<Finding> same(DataFacts labels) {
        boolean few = labels.examples() - labels.hiddenExamples() < FEWEST_EXAMPLES;
        if (few || !labels.isConstant() || !labels.lastWeightsTrained() || !teachesConstant(labels)) {
            return Optional.empty();
        }
        boolean oneHot = labels.columns().size() > 1 && labels.unevenRows() == 0 && labels.largest() == 1;
        String sentence = oneHot ? "all examples are of class " + lit(labels) : "all labels are " + first(labels);
        return Optional.of(finding(
                labels,
                sentence,
                "Shuffle the data before they are split into batches: data.shuffle(42);   // data: a DataSet of all"));
    }

    /** A critic is shown real or made-up examples alone, and a loss of its own kind may want one class. */
    private boolean teachesConstant(DataFacts labels) {
        return lossOf(labels)
                .filter(loss -> !(loss.function() instanceof LossWasserstein))
                .isPresent();
    }

    private static int lit(DataFacts labels) {
        return labels.columns().stream()
                .filter(column -> column.largest() == 1)
                .findFirst()
                .map(ColumnFacts::index)
                .orElse(0);
    }

    private static String first(DataFacts labels) {
        return labels.columns().size() == 1 ? Figures.of(labels.largest()) : "the same";
    }

    /** Labels that the output cannot give, or that the loss function does not take. */
    private Optional<Finding> unfit(DataFacts labels, LossFacts loss) {
        if (labels.rows() == 0) {
            return Optional.empty();
        }
        return LabelRange.notTaken(labels, loss, batch)
                .or(() -> LabelRange.outOfReach(labels, loss, batch))
                .map(problem -> finding(
                        labels,
                        "the values go " + Figures.range(labels.smallest(), labels.largest()) + ", and "
                                + problem.reason(),
                        problem.advice()))
                .or(() -> loss.activation() instanceof ActivationSoftmax ? shares(labels, loss) : Optional.empty());
    }

    /**
     * Whether labels are one-hot, each times a number of its own: what an action was worth, as policy gradients have
     * it. One number for all, or one for each class, is a mistake in writing one-hot labels.
     */
    private static boolean areWeighted(DataFacts labels) {
        boolean ofClass = labels.isWhole() && labels.columns().stream().noneMatch(ColumnFacts::isWeighted);
        return labels.mixedRows() == 0 && !(ofClass && labels.smallest() >= 0);
    }

    private Optional<Finding> shares(DataFacts labels, LossFacts loss) {
        LossFamily family = LossFamily.of(loss.function());
        boolean saidElsewhere = labels.columns().size() == 1 // also the index of a class
                || OutputCheck.hardlyPasses(loss);
        boolean weighted = family == LossFamily.CLASS_SHARES && areWeighted(labels);
        if (labels.unevenRows() == 0 || saidElsewhere || weighted) {
            return Optional.empty();
        }
        DataFacts.Place first = labels.firstUneven().get();
        String which = "those of example " + first.example() + " sum to " + Figures.of(first.value())
                + ", and the shares that a softmax gives sum to 1";
        if (first.value() == 0) {
            return Optional.of(finding(
                    labels,
                    which,
                    "Give every example its class as one-hot, and hide steps without one by a labels mask."));
        }
        if (family == LossFamily.CLASS_SHARES && labels.mixedRows() == 0) {
            return Optional.of(finding(
                    labels,
                    which,
                    "Write classes as one-hot: 1 at the class, 0 elsewhere. Weights of classes belong to the loss:"
                            + " new LossMCXENT(weights)."));
        }
        boolean several = labels.smallest() >= 0 && labels.largest() <= 1;
        return Optional.of(finding(
                labels,
                which,
                several
                        ? "If an example can be of several classes: .activation(Activation.SIGMOID) with LossFunction.XENT;"
                                + " else one-hot labels."
                        : "Write classes as one-hot: 1 at the class, 0 elsewhere; or, for numbers,"
                                + " .activation(Activation.IDENTITY) with LossFunction.MSE."));
    }
}
