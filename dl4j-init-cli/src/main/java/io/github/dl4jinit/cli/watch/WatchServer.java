// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dl4jinit.cli.page.ReportPage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page of a run on the loopback address, by the JDK's own small server. It answers GET, for two paths behind
 * a random token: the page, and its data, which the page asks for again and again.
 */
public final class WatchServer implements AutoCloseable {

    /** Two browsers that ask at once wait for each other no longer than the data takes. */
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Gate gate = new Gate();
    private final LatestData latest;
    private final Watched watched;

    private WatchServer(HttpServer server, Watched watched) {
        this.server = server;
        this.watched = watched;
        this.latest = new LatestData(watched, System::nanoTime);
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Begins to serve.
     *
     * @param port where, 0 for any that is free
     * @throws IOException if the port is in use
     */
    public static WatchServer start(Watched watched, int port) throws IOException {
        InetSocketAddress here =
                new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), port);
        WatchServer server;
        try {
            server = new WatchServer(HttpServer.create(here, 0), watched);
        } catch (IOException e) {
            throw new IOException("cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
        server.server.start();
        return server;
    }

    /** Where the page is, with the token. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + gate.path());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            Optional<Gate.Refusal> refusal = gate.refusal(request);
            if (refusal.isPresent()) {
                send(request, refusal.get().status(), "text/plain", refusal.get() + "\n");
                return;
            }
            String asked =
                    request.getRequestURI().getRawPath().substring(gate.path().length());
            switch (asked) {
                case "" -> page(request);
                case ReportPage.DATA -> data(request);
                default -> send(request, Gate.Refusal.PATH.status(), "text/plain", "not found\n");
            }
        }
    }

    private void page(HttpExchange request) throws IOException {
        byte[] page;
        try {
            page = watched.page();
        } catch (IOException e) {
            send(request, 200, "text/html; charset=utf-8", WaitingPage.of(e.getMessage()));
            return;
        }
        send(request, 200, "text/html; charset=utf-8", page);
    }

    private void data(HttpExchange request) throws IOException {
        LatestData.Version version;
        try {
            version = latest.version();
        } catch (IOException e) {
            send(request, 503, "text/plain; charset=utf-8", e.getMessage());
            return;
        }
        request.getResponseHeaders().set("ETag", version.tag());
        if (version.tag().equals(request.getRequestHeaders().getFirst("If-None-Match"))) {
            header(request);
            request.sendResponseHeaders(304, -1);
            return;
        }
        send(request, 200, "application/json", version.json());
    }

    private static void send(HttpExchange request, int status, String type, String text) throws IOException {
        send(request, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange request, int status, String type, byte[] body) throws IOException {
        header(request);
        request.getResponseHeaders().set("Content-Type", type);
        request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = request.getResponseBody()) {
            out.write(body);
        }
    }

    /** No other page may hold this one in a frame, no cache may keep it, and nobody learns its address from it. */
    private static void header(HttpExchange request) {
        Headers headers = request.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", "frame-ancestors 'none'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
