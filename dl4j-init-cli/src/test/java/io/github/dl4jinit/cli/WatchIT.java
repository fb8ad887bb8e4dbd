// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dl4j-init watch} as a process, beside a run whose folder changes. */
class WatchIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A comparison of two trials. */
    @TempDir
    static Path whole;

    @TempDir
    Path folder;

    @BeforeAll
    static void run() throws IOException {
        Patterns.data(whole, "data", 64, 32, false);
        Outcome outcome = WorkerScript.answering(1_000_000)
                .run(
                        "compare",
                        "--schemes",
                        "he",
                        "--seeds",
                        "1,2",
                        "--depth",
                        "2",
                        "--width",
                        "8",
                        "--batch",
                        "16",
                        "--jobs",
                        "1",
                        "--data",
                        whole.resolve("data").toString(),
                        "--out",
                        whole.resolve("out").toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void aRunIsFollowedFromBeforeItBegins() throws Exception {
        Path out = folder.resolve("out");
        CommandLine command = CommandLine.start("watch", out.toString());
        URI address = URI.create(command.awaitLine(" at http://").replaceAll(".* at (\\S+) .*", "$1"));
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(listening(command.process().pid())).containsExactly("0100007F");
        assertThat(get(address).body()).contains("Nothing to show yet: " + out + " does not exist.");
        assertThat(get(address.resolve("/")).statusCode()).isEqualTo(404);

        // The folder of a run that was killed after its first trial.
        Run run = RunFolder.read(whole.resolve("out"));
        Run begun = Run.begun(
                run.kind(),
                run.command(),
                new Run.Plan(run.subject(), run.trials(), run.data(), run.spec()),
                run.environment(),
                run.started());
        Path trials = Files.createDirectories(out.resolve("trials"));
        RunFolder.write(AtomicFile.folder(out), begun);
        move("he-seed1.json", trials);
        assertThat(get(address).body()).contains("id=\"data\"", "connect-src 'self'");
        HttpResponse<String> first = get(address.resolve("data"));
        JsonNode shown = new ObjectMapper().readTree(first.body()).at("/runs/0");
        assertThat(shown.get("state").asText()).isEqualTo("KILLED");
        assertThat(shown.get("trials").asInt()).isEqualTo(1);

        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(get(address.resolve("data"), "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        move("he-seed2.json", trials);
        RunFolder.write(AtomicFile.folder(out), run);
        HttpResponse<String> then = get(address.resolve("data"), "If-None-Match", tag);
        while (then.statusCode() == 304) { // on a busy machine reading rests
            then = get(address.resolve("data"), "If-None-Match", tag);
        }
        shown = new ObjectMapper().readTree(then.body()).at("/runs/0");
        assertThat(shown.get("state").asText()).isEqualTo("DONE");
        assertThat(shown.get("trials").asInt()).isEqualTo(2);

        command.signal("INT", false);
        Outcome ended = command.outcome();
        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(ended.err()).isEmpty();
    }

    private static void move(String name, Path trials) throws IOException {
        Path beside = Files.copy(whole.resolve("out/trials").resolve(name), trials.resolve(name + ".part"));
        Files.move(beside, trials.resolve(name));
    }

    private static HttpResponse<String> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    /** The addresses that a process listens on, as the kernel tells them. */
    private static Set<String> listening(long process) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(process), "fd"))) {
            for (Path file : open.toList()) {
                sockets.add(Files.readSymbolicLink(file).toString());
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process), "net", table))) {
                String[] fields = line.strip().split("\\s+");
                boolean listens = fields.length > 9 && fields[3].equals("0A");
                if (listens && sockets.contains("socket:[" + fields[9] + "]")) {
                    String address = fields[1].substring(0, fields[1].indexOf(':'));
                    addresses.add(address.substring(Math.max(0, address.length() - 8)));
                }
            }
        }
        return addresses;
    }
}
