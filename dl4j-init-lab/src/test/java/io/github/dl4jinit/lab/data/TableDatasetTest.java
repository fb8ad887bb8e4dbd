// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.nd4j.linalg.dataset.DataSet;

/** Tables in CSV files: what becomes of their columns, which rows are for testing, and what is refused. */
class TableDatasetTest {

    /** Ten flowers: a number, a text, a column that says nothing, a row's name, and what they are. */
    private static final String FLOWERS = """
            length,colour,same,name,species
            1.5,red,7,a,rose
            2.5,blue,7,b,iris
            3.5,red,7,c,rose
            4.5,"light, blue",7,d,iris
            5.5,red,7,e,lily
            6.5,blue,7,f,rose
            7.5,red,7,g,iris
            8.5,blue,7,h,lily
            9.5,red,7,i,rose
            10.5,blue,7,j,iris
            """;

    @TempDir
    Path folder;

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text).toString();
    }

    private CsvSource source(String text, Target.Kind kind, String... labels) throws IOException {
        return new CsvSource(write(text), List.of(labels), List.of(), kind, 0.3, 1);
    }

    private TableDataset flowers() throws IOException {
        return new CsvSource(write(FLOWERS), List.of("species"), List.of("name"), null, 0.3, 1).load(0);
    }

    private static DataSet all(TableDataset data) {
        return Single.batch(data.trainData(IntStream.range(0, data.trainCount()).toArray(), 0, data.trainCount()));
    }

    @Test
    void textsBecomeColumnsOfTheirOwnAndAllAreStandardisedByTheTrainingRows() throws IOException {
        TableDataset data = flowers();
        assertThat(data.inputs()).isEqualTo(1 + 3 + 1);
        assertThat(Single.target(data)).isEqualTo(Target.classes(3));
        assertThat(data.content()).isEqualTo("7 training and 3 test rows of 5 inputs, 3 classes");

        double[][] train = all(data).getFeatures().toDoubleMatrix();
        for (int column = 0; column < 5; column++) {
            int chosen = column;
            double[] values =
                    Arrays.stream(train).mapToDouble(row -> row[chosen]).toArray();
            boolean varies = Arrays.stream(values).distinct().count() > 1;
            assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(1e-6));
            assertThat(Arrays.stream(values)
                            .map(value -> value * value)
                            .average()
                            .orElseThrow())
                    .isCloseTo(varies ? 1 : 0, within(1e-6));
        }
        // The length grows by 1 from row to row: so it does, in units of its deviation, over training and test rows.
        double[] lengths =
                Arrays.stream(train).mapToDouble(row -> row[0]).sorted().toArray();
        DataSet test = Single.batch(data.testData(0, 3));
        Set<Double> steps = new TreeSet<>();
        double step = smallestStep(lengths);
        for (double length : test.getFeatures().getColumn(0).toDoubleVector()) {
            steps.add(Math.rint(10 * Math.abs((length - lengths[0]) / step - Math.rint((length - lengths[0]) / step))));
        }
        assertThat(steps).containsExactly(0.0);
    }

    private static double smallestStep(double[] ascending) {
        return IntStream.range(1, ascending.length)
                .mapToDouble(i -> ascending[i] - ascending[i - 1])
                .min()
                .orElseThrow();
    }

    /** A row's numbers and its label stay together, whatever order it is handed over in. */
    @Test
    void rowsKeepTheirLabels() throws IOException {
        String rows = IntStream.range(0, 100)
                .mapToObj(i -> i + ";" + (i < 40 ? "low" : "high"))
                .collect(Collectors.joining("\n", "x;y\n", "\n"));
        TableDataset data = source(rows, null, "y").load(0);
        assertThat(data.trainCount()).isEqualTo(70);
        int[] order = data.trainOrder(5, 2);
        DataSet train = Single.batch(data.trainData(order, 10, 60));
        DataSet test = Single.batch(data.testData(0, 30));
        double limit = Double.NaN;
        for (DataSet part : List.of(train, test)) {
            double[] x = part.getFeatures().toDoubleVector();
            double[][] y = part.getLabels().toDoubleMatrix();
            double lowest = IntStream.range(0, x.length)
                    .filter(i -> y[i][1] == 0)
                    .mapToDouble(i -> x[i])
                    .min()
                    .orElseThrow();
            double highest = IntStream.range(0, x.length)
                    .filter(i -> y[i][1] == 1)
                    .mapToDouble(i -> x[i])
                    .max()
                    .orElseThrow();
            assertThat(highest).isLessThan(lowest); // "high" is class 0, "low" class 1
            assertThat(Double.isNaN(limit) || limit > highest && limit < lowest).isTrue();
            limit = (lowest + highest) / 2;
        }
        assertThat(data.chance())
                .isEqualTo(Math.max(
                                test.getLabels().sum(0).getDouble(0),
                                test.getLabels().sum(0).getDouble(1))
                        / 30);
    }

    /** The same rows for testing whatever else is asked, other ones by another seed, and none in both parts. */
    @Test
    void theSplitIsTheSeeds() throws IOException {
        String rows =
                IntStream.range(0, 50).mapToObj(i -> i + "," + 2 * i).collect(Collectors.joining("\n", "x,y\n", ""));
        String file = write(rows);
        TableDataset data = new CsvSource(file, List.of("y")).load(0);
        TableDataset limited = new CsvSource(file, List.of("y")).load(20);
        TableDataset other = new CsvSource(file, List.of("y"), List.of(), null, 0.2, 2).load(0);
        assertThat(Single.target(data)).isEqualTo(Target.values(1));
        assertThat(data.trainCount()).isEqualTo(40);
        assertThat(limited.trainCount()).isEqualTo(20);
        assertThat(limited.testCount()).isEqualTo(10);
        assertThat(data.sha256()).isNotEqualTo(other.sha256()).isNotEqualTo(limited.sha256());
        assertThat(new CsvSource(file, List.of("y")).load(0).sha256()).isEqualTo(data.sha256());

        TableDataset held = data.holdOut(15);
        assertThat(held.trainCount()).isEqualTo(25);
        assertThat(held.testCount()).isEqualTo(15);
        // Undone by two rows that both have, the standardised numbers of all three parts are 0 to 49, each once.
        assertThat(rank(data, held)).hasSize(50);
    }

    /** The raw x of all rows of the held-out split and of the test rows, found by the line from x to y. */
    private static Set<Long> rank(TableDataset data, TableDataset held) {
        Set<Long> all = new TreeSet<>();
        double[] whole = all(data).getFeatures().toDoubleVector();
        double[] test = data.testData(0, data.testCount()).getFeatures(0).toDoubleVector();
        double step = Math.min(smallestStep(sorted(whole)), smallestStep(sorted(test)));
        double lowest = Math.min(sorted(whole)[0], sorted(test)[0]);
        for (double x : whole) {
            all.add(Math.round((x - lowest) / step));
        }
        for (double x : test) {
            all.add(Math.round((x - lowest) / step));
        }
        double[] kept = all(held).getFeatures().toDoubleVector();
        double[] judged = held.testData(0, held.testCount()).getFeatures(0).toDoubleVector();
        assertThat(IntStream.range(0, kept.length)
                        .mapToObj(i -> Math.round(1e4 * kept[i]))
                        .collect(Collectors.toSet()))
                .doesNotContainAnyElementsOf(IntStream.range(0, judged.length)
                        .mapToObj(i -> Math.round(1e4 * judged[i]))
                        .collect(Collectors.toSet()));
        return all;
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    /** Squares of such numbers, and differences of the largest, are beyond all that a double holds. */
    @Test
    void theLargestNumbersAreStandardisedToo() throws IOException {
        String rows = IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? "1.7e308," : "-1.7e308,") + i + "e200," + i % 2)
                .collect(Collectors.joining("\n", "far,large,y\n", ""));
        double[][] train = all(source(rows, null, "y").load(0)).getFeatures().toDoubleMatrix();
        for (int column = 0; column < 2; column++) {
            int chosen = column;
            assertThat(Arrays.stream(train)
                            .mapToDouble(row -> row[chosen] * row[chosen])
                            .average()
                            .orElseThrow())
                    .isCloseTo(1, within(1e-6));
        }
    }

    /** One row is so far from all others that it can only be learnt from, not be tested with. */
    @Test
    void aTestRowBeyondAllThatFloatHoldsIsRefused() throws IOException {
        for (String header : List.of("x,y", "y,x")) {
            String rows = IntStream.range(1, 20)
                    .mapToObj(i -> i + "e-300," + i)
                    .collect(Collectors.joining("\n", header + "\n", "\n1e300,1\n"));
            String file = write(rows);
            int refused = 0;
            for (int seed = 0; seed < 20; seed++) {
                try {
                    new CsvSource(file, List.of("y"), List.of(), Target.Kind.VALUES, 0.3, seed).load(0);
                } catch (InvalidDataException e) {
                    assertThat(e)
                            .hasMessage(
                                    file + ": a row for testing must be of numbers within 3.4e38 standard deviations"
                                            + " of the training rows' mean, received 1.0E300");
                    refused++;
                }
            }
            assertThat(refused).isBetween(1, 19);
        }
    }

    /** 1.7e9 seconds and their differences of one do not fit a float. */
    @Test
    void largeNumbersKeepTheirDifferences() throws IOException {
        String rows = IntStream.range(0, 20)
                .mapToObj(i -> (1_700_000_000L + i) + "," + i % 2 + ",0.1")
                .collect(Collectors.joining("\n", "time,y,constant\n", ""));
        double[][] train = all(source(rows, null, "y").load(0)).getFeatures().toDoubleMatrix();
        assertThat(Arrays.stream(train).mapToDouble(row -> row[0]).distinct().count())
                .isEqualTo(14);
        assertThat(Arrays.stream(train).mapToDouble(row -> row[1])).containsOnly(0.0);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 1 2 3 | | CLASSES | 3", // whole numbers
                "1.5 2 3 1 2 3 | | VALUES | 1",
                "1.5 2 3 1 2 3 | CLASSES | CLASSES | 4",
                "1 2 3 1 2 3 | VALUES | VALUES | 1",
                "1 1.0 2 2 1e0 2 | | CLASSES | 2", // numbers, however they are written
                "yes no yes no no no | | CLASSES | 2",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 | | CLASSES | 20",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 | | VALUES | 1",
            })
    void labelsAreWhatTheColumnHolds(String labels, Target.Kind asked, Target.Kind kind, int count) throws IOException {
        String[] values = labels.split(" ");
        String rows = IntStream.range(0, values.length)
                .mapToObj(i -> i + "\t" + values[i])
                .collect(Collectors.joining("\n", "x\ty\n", ""));
        assertThat(Single.target(source(rows, asked, "y").load(0))).isEqualTo(new Target(kind, count));
    }

    @Test
    void severalLabelsAreValuesEachStandardised() throws IOException {
        String rows = IntStream.range(0, 30)
                .mapToObj(i -> i + "," + 100 * i + "," + (5 - i))
                .collect(Collectors.joining("\n", "x,y,z\n", ""));
        TableDataset data = source(rows, null, "z", "y").load(0);
        assertThat(Single.target(data)).isEqualTo(Target.values(2));
        double[][] labels = all(data).getLabels().toDoubleMatrix();
        double[] x = all(data).getFeatures().toDoubleVector();
        for (int i = 0; i < x.length; i++) {
            assertThat(labels[i][0]).isCloseTo(-x[i], within(1e-5));
            assertThat(labels[i][1]).isCloseTo(x[i], within(1e-5));
        }
        assertThat(data.chance()).isZero();
    }

    @Test
    void whatProgramsWriteIsRead() throws IOException {
        TableDataset expected = flowers();
        Path file = folder.resolve("flowers.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("\uFEFF" + FLOWERS.replace("\n", "\r\n").replace("1.5,red", " 1.5 , red "))
                    .getBytes(StandardCharsets.UTF_8));
        }
        TableDataset read = new CsvSource(file.toString(), List.of("species"), List.of("name"), null, 0.3, 1).load(0);
        assertThat(read.sha256()).isEqualTo(expected.sha256());
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource(
            delimiter = '|',
            value = {
                "x,y;1,2;,3 | line 3, column x: the value is missing; fill it in, leave out the row, or drop the column",
                "x,y;1,2;4,NA | line 3, column y: the value is missing ('NA'); fill it in",
                "x,y;1,2;4 | line 3: expected 2 values as in the header, found 1",
                "x,y;1,2;4,5,6 | line 3: expected 2 values as in the header, found 3",
                "x,y;1,2;1e999,5 | line 3, column x: expected a number of at most 1.8e308, found 1e999",
                "x,y;1,2 | expected two rows or more below the header, found 1",
                "y;1;2 | expected a column beside the label, found none",
                "x, x,y;1,2,3;4,5,6 | expected another name for each column, found 'x' twice",
                "x,,y;1,2,3;4,5,6 | expected a table in CSV with a header: A header name is missing in [x, , y]",
                "x,y;1,7;2,7 | VALUES or CLASSES: column y: expected 2 to 1000 classes, found one",
                "'' | expected a header in the first line, found nothing there",
            })
    void aTableThatIsNoneIsRefusedWithItsLine(String text, String message) throws IOException {
        String expected = message.replace("VALUES or CLASSES: ", "");
        assertThatThrownBy(() -> source(text.replace(';', '\n'), null, "y").load(0))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(folder.resolve("table.csv") + ": " + expected)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void whatWasAskedForMustBeThere() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source(FLOWERS, null, "kind").load(0))
                .withMessage("column must be one of length, colour, same, name, species, received kind");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvSource("x.csv", List.of("y"), List.of("id", "y"), null, 0.3, 1))
                .withMessage("drop must be other columns than the labels [y], received [id, y]");
        assertThatThrownBy(() -> source(FLOWERS, Target.Kind.VALUES, "species").load(0))
                .hasMessageEndingWith("column species: expected numbers, found 'rose'");
        assertThatThrownBy(() -> source(FLOWERS, null, "length", "species").load(0))
                .hasMessageEndingWith("column species: expected numbers, found 'rose'");
        assertThatThrownBy(() ->
                        source(FLOWERS, Target.Kind.CLASSES, "length", "same").load(0))
                .hasMessageContaining("expected one column of classes, received [length, same]");
        assertThatThrownBy(() -> new CsvSource("absent.csv", List.of("y")).load(0))
                .hasMessage("absent.csv: expected a CSV file, found none");
        String names = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "n" + i + ",1.5")
                .collect(Collectors.joining("\n", "x,y\n", ""));
        assertThatThrownBy(() -> source(names, null, "y").load(0))
                .hasMessageEndingWith("column x: expected numbers or at most 1000 different texts, found more, such as"
                        + " 'n0'; drop it if it names the rows");
        Files.write(folder.resolve("latin.csv"), "x,y\n1,\u00e4\n2,b\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new CsvSource(folder.resolve("latin.csv").toString(), List.of("y")).load(0))
                .hasMessageEndingWith("expected text in UTF-8, found something else");
    }
}
