// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a user's own table, through their real command lines. */
class TableIT {

    private static final String[] SMALL = {"--depth", "4", "--width", "16", "--batch", "32", "--lr", "0.01"};

    @TempDir
    static Path folder;

    private static Path table;

    /** A price that is a smooth function of two of its columns but for noise of a twentieth of its deviation. */
    @BeforeAll
    static void writeTable() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        table = Files.writeString(
                folder.resolve("houses.csv"),
                IntStream.range(0, 1000)
                        .mapToObj(id -> {
                            double area = 50 + 200 * random.nextDouble();
                            String town = random.nextBoolean() ? "Oslo" : "Bergen";
                            double price = area * (town.equals("Oslo") ? 9.5 : 4.25) + 60 * random.nextDouble();
                            return id + ";" + area + ";" + town + ";" + price + ";" + (price > 1000 ? "dear" : "cheap");
                        })
                        .collect(Collectors.joining("\n", "id;area;town;price;class\n", "\n")));
    }

    private static Outcome run(String command, String out, String... options) throws Exception {
        return CommandLine.runHere(Stream.of(
                        Stream.of(command, "--data", table.toString(), "--drop", "id"),
                        Stream.of("--out", folder.resolve(out).toString()),
                        Stream.of(options))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private static String[] with(String... options) {
        return Stream.concat(Stream.of(SMALL), Stream.of(options)).toArray(String[]::new);
    }

    private static JsonNode json(String out, String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(out).resolve(file).toFile());
    }

    /** He's weights explain nearly all of it; weights of 0 nothing, and naming the mean is what 0 says. */
    @Test
    void aRegressionIsJudgedByTheVarianceThatIsExplained() throws Exception {
        String[] options = with(
                "--label", "price", "--drop", "class", "--schemes", "he,dl4j:ZERO", "--seeds", "1,2", "--epochs", "12");
        Outcome outcome = run("compare", "price", options);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "data: " + table
                                + ", label price, test rows drawn by seed 1; 800 training and 200 test rows of 3"
                                + " inputs, 1 value\n",
                        "|           test R² |",
                        "dl4j:ZERO, seed 2: test R² ",
                        "training did not change that (R² -0.00");
        JsonNode results = json("price", "results.json");
        assertThat(results.get("summary").get(0).get("scoreMean").asDouble()).isGreaterThan(0.97);
        assertThat(results.get("summary").get(1).get("scoreMean").asDouble()).isBetween(-0.1, 0.01);
        assertThat(results.get("run").get("data").get("target").get("kind").asText())
                .isEqualTo("VALUES");
        assertThat(folder.resolve("price/r2.png")).exists();
        Schemas.assertFollowed(folder.resolve("price"));

        String[] resumed =
                Stream.concat(Stream.of(options), Stream.of("--resume")).toArray(String[]::new);
        assertThat(run("compare", "price", resumed).out()).contains("4 of 4 kept from before");
        String[] otherLabel =
                with("--label", "class", "--drop", "price", "--schemes", "he", "--seeds", "1", "--resume");
        run("compare", "price", otherLabel).assertOneMessage(1, "he-seed1.json is of another run");
    }

    @Test
    void classesAreSweptAndProbed() throws Exception {
        Outcome outcome = run(
                "sweep",
                "class",
                with("--label", "class", "--drop", "price", "--gain", "0.0001,1", "--optimizer", "ADAM"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("of 3 inputs, 2 classes", "[2/2] ", "1 of 2 cells trained (test accuracy more than");
        Schemas.assertFollowed(folder.resolve("class"));

        Outcome probe = run("probe", "probe", "--label", "class", "--drop", "price");
        assertThat(probe.exitCode()).as(probe.err()).isZero();
        Schemas.assertFollowed(folder.resolve("probe"));
    }

    /**
     * Prices are told to within some tens; their standard deviation, which naming the mean has as its error, is 560.
     */
    @Test
    void ofAnErrorTheLeastIsTheBest() throws Exception {
        String[] options =
                with("--label", "price", "--drop", "class", "--gain", "0.0001,1", "--epochs", "12", "--metric", "rmse");
        Outcome outcome = run("sweep", "error", options);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("1 of 2 cells trained (test RMSE more than half of the way from guessing to 0)");
        JsonNode run = json("error", "run.json");
        assertThat(run.get("data").get("chance").asDouble()).isBetween(500.0, 620.0);
        assertThat(run.get("best").get("what").asText()).isEqualTo("gain 1");
        assertThat(run.get("best").get("score").asDouble()).isBetween(17.0, 100.0);
        JsonNode cells = json("error", "results.json").get("cells");
        assertThat(cells.get(0).get("score").get("mean").asDouble()).isBetween(500.0, 620.0);
        assertThat(folder.resolve("error/rmse.png")).exists();
        Schemas.assertFollowed(folder.resolve("error"));
    }

    @Test
    void mistakesAreToldInASentence() throws Exception {
        Path out = folder.resolve("none");
        run("sweep", "none", "--label", "price", "--metric", "f1")
                .assertOneMessage(2, "--metric must be rmse, r2, loss for 1 value, received f1");
        run("tune", "none", "--label", "class", "--metric", "auc")
                .assertOneMessage(2, "--metric must be one of accuracy, f1, rmse, r2, loss, received auc");
        assertThat(out).doesNotExist();
        String data = table.toString();
        CommandLine.runHere("compare", "--data", data, "--out", out.toString())
                .assertOneMessage(2, "--label must be given with a table: the column that the network shall tell");
        CommandLine.runHere("compare", "--data", data, "--label", "prize", "--out", out.toString())
                .assertOneMessage(2, "column must be one of id, area, town, price, class, received prize");
        CommandLine.runHere("compare", "--label", "price", "--out", out.toString())
                .assertOneMessage(
                        2, "--label must be given with a table only, a CSV file as --data, received the bundled");
        CommandLine.runHere("sweep", "--data", data, "--label", "price", "--test-share", "1", "--out", out.toString())
                .assertOneMessage(2, "test-share must be between 0 and 1, received 1.0");
        CommandLine.runHere("tune", "--data", "absent.csv", "--label", "price", "--out", out.toString())
                .assertOneMessage(1, "absent.csv: expected a CSV file, found none");
    }
}
