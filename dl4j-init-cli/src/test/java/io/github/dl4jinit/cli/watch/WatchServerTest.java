// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, and with what. */
class WatchServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Made made = new Made();
    private WatchServer server;

    /** A run that is made up. */
    private static final class Made implements Watched {

        private volatile String data;

        @Override
        public String stamp() {
            return String.valueOf(data);
        }

        @Override
        public byte[] page() throws IOException {
            return ("page with " + new String(data(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] data() throws IOException {
            if (data == null) {
                throw new IOException("the folder <b>x</b> holds no results");
            }
            return data.getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = WatchServer.start(made, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageAndItsDataAreThoseOfTheMoment() throws Exception {
        made.data = "{}";
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("page with {}");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        HttpResponse<String> data = get("data");
        assertThat(data.body()).isEqualTo("{}");
        String tag = data.headers().firstValue("ETag").orElseThrow();
        assertThat(get("data", "If-None-Match", tag).statusCode()).isEqualTo(304);
        made.data = "{1}";
        assertThat(get("data", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    /** It says so, and looks again; what the sentence holds is text. */
    @Test
    void aRunThatHasNotBegun() throws Exception {
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Nothing to show yet: the folder &lt;b>x&lt;/b> holds no results.", "http-equiv=\"refresh\"");
        assertThat(get("data").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/data",
                "/0123456789abcdef0123456789abcdef/",
                "TOKEN",
                "TOKEN/other",
                "TOKEN/../TOKEN/data",
                "TOKEN//data",
                "/../../etc/passwd"
            })
    void otherPathsAreNotFound(String path) throws Exception {
        made.data = "{}";
        String token = server.address().getPath().replaceAll("/$", "");
        URI asked = URI.create("http://127.0.0.1:" + server.address().getPort() + path.replace("TOKEN", token));
        HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(asked).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("{}", "page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void nothingButGet(String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    /**
     * A site whose name its owner lets point to 127.0.0.1 (DNS rebinding) is told nothing, even if it knew the token.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1",
                "127.0.0.1:1",
                "localhost.evil.example:PORT",
                ""
            })
    void otherHostsAreRefused(String host) throws Exception {
        made.data = "secret";
        String answer = raw("GET " + server.address().getPath() + " HTTP/1.1\r\nHost: "
                + host.replace("PORT", String.valueOf(server.address().getPort())) + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("secret");
        assertThat(raw("GET " + server.address().getPath() + " HTTP/1.1\r\nHost: localhost:"
                        + server.address().getPort() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    /** The kernel's own table of what listens. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingListensBeyondLoopback() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", server.address().getPort());
        for (String table : List.of("tcp", "tcp6")) {
            List<String> listening = Files.readAllLines(Path.of("/proc/net", table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 3 && fields[3].equals("0A") && fields[1].endsWith(port))
                    .map(fields -> fields[1].substring(0, fields[1].indexOf(':')))
                    .toList();
            assertThat(listening).as(table).allMatch(address -> List.of("0100007F", "0000000000000000FFFF00000100007F")
                    .contains(address));
        }
    }

    @Test
    void tokensAreRandomAndAPortIsTakenOnce() throws IOException {
        try (WatchServer other = WatchServer.start(made, 0)) {
            assertThat(other.address().getPath())
                    .matches("/[0-9a-f]{32}/")
                    .isNotEqualTo(server.address().getPath());
        }
        int port = server.address().getPort();
        assertThatThrownBy(() -> WatchServer.start(made, port))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on port " + port + " of 127.0.0.1: ");
    }

    /** Reading took 0.8 s longer than nobody misses, so sixteen are left to the trials. */
    @Test
    void dataThatTakesLongIsReadSeldom() throws IOException {
        long[] seconds = {0};
        int[] reads = {0};
        Watched slow = new Watched() {
            @Override
            public String stamp() {
                return "at" + seconds[0];
            }

            @Override
            public byte[] page() {
                return new byte[0];
            }

            @Override
            public byte[] data() {
                reads[0]++;
                seconds[0]++;
                return new byte[0];
            }
        };
        LatestData latest = new LatestData(slow, () -> 1_000_000_000L * seconds[0]);
        assertThat(latest.version().tag()).isEqualTo("\"at0\"");
        seconds[0] = 16;
        latest.version();
        assertThat(reads[0]).isEqualTo(1);
        seconds[0] = 17;
        assertThat(latest.version().tag()).isEqualTo("\"at17\"");
        assertThat(reads[0]).isEqualTo(2);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
