// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an example consists of.
 *
 * @param inputs the shapes of what a network is given, an array for each of its inputs
 * @param targets what it shall tell
 */
public record ExampleForm(List<List<Integer>> inputs, Targets targets) {

    public ExampleForm {
        inputs = Check.givenEach("inputs", inputs).stream().map(List::copyOf).toList();
        Check.require(!inputs.isEmpty(), "inputs", "one or more", inputs);
        inputs.forEach(ExampleForm::check);
        Check.given("targets", targets);
    }

    /** That of examples with one input and one output. */
    public static ExampleForm of(List<Integer> shape, Target target) {
        return new ExampleForm(
                List.of(Check.<Integer>givenEach("shape", shape)), Targets.of(Check.given("target", target)));
    }

    private static void check(List<Integer> shape) {
        Check.require(!shape.isEmpty(), "shape", "of one dimension or more", shape);
        shape.forEach(size -> Check.inRange("shape", size, 1, Integer.MAX_VALUE));
    }

    /** Whether there is one input and one output, as in DL4J's {@code DataSet}. */
    public boolean fitsDataSet() {
        return inputs.size() == 1 && targets.all().size() == 1;
    }

    /** What a network must do to fit it: a verb and its objects, for people to read. */
    public String task() {
        String given = inputs.stream().map(ExampleForm::text).collect(Collectors.joining(" and "));
        return targets.kind().filter(kind -> kind == Target.Kind.CLASSES).isPresent()
                ? "classifies " + given + " into " + targets.text()
                : "makes " + targets.text() + " of " + given;
    }

    private static String text(List<Integer> shape) {
        return shape.get(0) + " inputs" + (shape.size() == 1 ? "" : " in each of " + shape.get(1) + " steps");
    }
}
