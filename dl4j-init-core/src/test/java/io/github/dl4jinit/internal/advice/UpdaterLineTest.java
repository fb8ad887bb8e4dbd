// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Lines keep all settings but the one that they change, and compile. */
class UpdaterLineTest {

    private static final ExponentialSchedule SCHEDULE = new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99);

    static Stream<Arguments> rates() {
        return Stream.of(
                Arguments.of(new Sgd(0.1), "new Sgd(0.0005)"),
                Arguments.of(new Adam(0.1), "new Adam(0.0005)"),
                Arguments.of(new Adam(0.1, 0.95, 0.9995, 1e-8), "new Adam(0.0005, 0.95, 0.9995, 1e-8)"),
                Arguments.of(new Adam(0.1, 0.9, 0.999, 1e-4), "new Adam(0.0005, 0.9, 0.999, 0.0001)"),
                Arguments.of(new AMSGrad(0.1), "new AMSGrad(0.0005)"),
                Arguments.of(new AdaMax(0.1), "new AdaMax(0.0005)"),
                Arguments.of(new AdaMax(0.1, 0.8, 0.99, 1e-6), "new AdaMax(0.0005, 0.8, 0.99, 1e-6)"),
                Arguments.of(new Nadam(0.1), "new Nadam(0.0005)"),
                Arguments.of(new AdaBelief(0.1), "new AdaBelief(0.0005)"),
                Arguments.of(new AdaGrad(0.1, 1e-3), "new AdaGrad(0.0005, 0.001)"),
                Arguments.of(new RmsProp(0.1, 0.9, 1e-8), "new RmsProp(0.0005, 0.9, 1e-8)"),
                // Its constructor of one number takes that for the momentum.
                Arguments.of(new Nesterovs(0.1, 0.9), "new Nesterovs(0.0005, 0.9)"),
                Arguments.of(new Nesterovs(0.1, 0.5), "new Nesterovs(0.0005, 0.5)"));
    }

    static Stream<Arguments> epsilons() {
        return Stream.of(
                Arguments.of(new Adam(1e-3), "new Adam(0.001, 0.9, 0.999, 0.0001)"),
                Arguments.of(new Adam(1e-3, 0.8, 0.99, 1e-8), "new Adam(0.001, 0.8, 0.99, 0.0001)"),
                Arguments.of(new AMSGrad(1e-3), "new AMSGrad(0.001, 0.9, 0.999, 0.0001)"),
                Arguments.of(new AdaMax(1e-3), "new AdaMax(0.001, 0.9, 0.999, 0.0001)"),
                Arguments.of(new Nadam(1e-3), "new Nadam(0.001, 0.9, 0.999, 0.0001)"),
                Arguments.of(new AdaBelief(1e-3), "new AdaBelief(0.001, 0.9, 0.999, 0.0001)"),
                Arguments.of(new AdaGrad(1e-3), "new AdaGrad(0.001, 0.0001)"),
                Arguments.of(new RmsProp(1e-3, 0.9, 1e-8), "new RmsProp(0.001, 0.9, 0.0001)"),
                Arguments.of(new AdaDelta(), "new AdaDelta(0.95, 0.0001)"));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void anotherRate(IUpdater updater, String line) {
        assertThat(UpdaterLine.withRate(updater, 0.1, 0.0005)).isEqualTo(".updater(" + line + ")");
    }

    @ParameterizedTest
    @MethodSource("epsilons")
    void anotherEpsilon(IUpdater updater, String line) {
        assertThat(UpdaterLine.withEpsilon(updater, 1e-3, 1e-4)).isEqualTo(".updater(" + line + ")");
    }

    @Test
    void aScheduleIsNotForgotten() {
        assertThat(UpdaterLine.withRate(new Adam(SCHEDULE), 0.05, 0.0005))
                .isEqualTo(".updater(new Adam(0.0005))   // or multiply the values of your schedule by 0.01");
        assertThat(UpdaterLine.withRate(new Adam(SCHEDULE), 0, 0.0005)).isEqualTo(".updater(new Adam(0.0005))");
        assertThat(UpdaterLine.withEpsilon(new Adam(SCHEDULE), 0.05, 1e-4))
                .isEqualTo(".updater(new Adam(0.05, 0.9, 0.999, 0.0001))   // with your schedule in place of 0.05");
        assertThat(UpdaterLine.hasSchedule(new Adam(SCHEDULE))).isTrue();
        assertThat(UpdaterLine.hasSchedule(new Adam(0.1))).isFalse();
        assertThat(UpdaterLine.hasSchedule(new AdaDelta())).isFalse();
    }

    /** Its first number is the decay of its averages. */
    @Test
    void noRateForAnUpdaterWithoutOne() {
        assertThat(UpdaterLine.withRate(new AdaDelta(0.5, 1), 1, 0.01)).isEqualTo(".updater(new AdaDelta())");
        assertThat(UpdaterLine.withRate(new AdaDelta(), 1, 0.01)).isEqualTo(".updater(new Adam(0.001))");
        assertThat(UpdaterLine.withRate(new NoOp(), 1, 0.01)).isEqualTo(".updater(new Adam(0.001))");
    }

    /** A schedule of the momentum is no number, and a user's own updater may have no constructor of numbers. */
    @Test
    void whereNumbersDoNotTell() {
        assertThat(UpdaterLine.withRate(new Nesterovs(0.1, SCHEDULE), 0.1, 0.0005))
                .isEqualTo("network.setLearningRate(0.0005);");
        assertThat(UpdaterLine.withRate(new Own(), 0.1, 0.0005)).isEqualTo("network.setLearningRate(0.0005);");
        assertThat(UpdaterLine.withEpsilon(new Own(), 0.1, 1e-4))
                .isEqualTo("Build your Own with an epsilon of 0.0001.");
    }

    private static final class Own extends Sgd {

        private static final long serialVersionUID = 1;

        @Override
        public Own clone() {
            return new Own();
        }
    }

    /** What a line says is the updater with that setting changed, and no other. */
    @Test
    void linesCompileAndGiveWhatTheySay(@TempDir Path classes) throws Exception {
        List<String> lines = new ArrayList<>();
        List<IUpdater> expected = new ArrayList<>();
        for (Arguments arguments : (Iterable<Arguments>) rates()::iterator) {
            IUpdater updater = (IUpdater) arguments.get()[0];
            lines.add(UpdaterLine.withRate(updater, 0.1, 3.456e-7));
            expected.add(updater.clone());
            expected.get(expected.size() - 1).setLrAndSchedule(3.46e-7, null);
        }
        lines.add(UpdaterLine.withEpsilon(new Adam(1e-3, 0.8, 0.99, 1e-8), 1e-3, 1e-4));
        expected.add(new Adam(1e-3, 0.8, 0.99, 1e-4));
        lines.add(UpdaterLine.withEpsilon(new Adam(SCHEDULE), 1e-3, 1e-4));
        expected.add(new Adam(1e-3, 0.9, 0.999, 1e-4));
        lines.add(UpdaterLine.withRate(new AdaDelta(0.5, 1), 1, 0.01));
        expected.add(new AdaDelta());
        assertThat(compiled(classes, lines)).isEqualTo(expected);
    }

    @SuppressWarnings("unchecked") // it is what the code says
    private static List<IUpdater> compiled(Path classes, List<String> lines) throws Exception {
        String code = "import org.nd4j.linalg.learning.config.*;"
                + "public class Lines implements java.util.function.Supplier<java.util.List<IUpdater>> {"
                + "java.util.List<IUpdater> all = new java.util.ArrayList<>();"
                + "Lines updater(IUpdater next) { all.add(next); return this; }"
                + "public java.util.List<IUpdater> get() { return this\n"
                + lines.stream().collect(Collectors.joining("\n")) + "\n.all; } }";
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Lines.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        List<String> options =
                List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, null, options, null, List.of(source))
                        .call())
                .isTrue();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Object supplier = loader.loadClass("Lines").getConstructor().newInstance();
            return ((Supplier<List<IUpdater>>) supplier).get();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0005,0.0005", "0.001024,0.00102", "0.064,0.064", "2,2", "0.0000625,6.25e-5", "2e7,2e7", "0,0"})
    void ratesAsPeopleWriteThem(double rate, String text) {
        assertThat(Rates.text(rate)).isEqualTo(text);
        assertThat(Double.parseDouble(text)).isEqualTo(rate, within(0.005 * rate));
    }
}
