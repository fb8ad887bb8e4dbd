// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who may ask for what. Other programs and users of this machine, and pages of other sites in the same browser, reach
 * the port as well: only who knows the token is answered.
 */
final class Gate {

    /** Nobody guesses 128 bits. */
    private static final int TOKEN_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String token;

    Gate() {
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        token = HexFormat.of().formatHex(random);
    }

    /** The page's address without the machine: what knows it, knows the token. */
    String path() {
        return "/" + token + "/";
    }

    /** What a request is refused with. */
    enum Refusal {
        METHOD(405),
        HOST(403),
        PATH(404);

        private final int status;

        Refusal(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Why a request is not answered; empty if it is. */
    Optional<Refusal> refusal(HttpExchange request) {
        if (!request.getRequestMethod().equals("GET")) {
            return Optional.of(Refusal.METHOD);
        }
        if (!isLoopback(request.getRequestHeaders().getFirst("Host"), request.getLocalAddress())) {
            return Optional.of(Refusal.HOST);
        }
        return knowsToken(request.getRequestURI().getRawPath()) ? Optional.empty() : Optional.of(Refusal.PATH);
    }

    /**
     * A site whose name its owner lets point to this machine, after its page was loaded, is another host to a browser.
     */
    private static boolean isLoopback(String host, InetSocketAddress local) {
        return host != null
                && (host.equals("127.0.0.1:" + local.getPort()) || host.equals("localhost:" + local.getPort()));
    }

    /** Takes as long whatever the path is. */
    private boolean knowsToken(String path) {
        int length = Math.min(path.length(), path().length());
        return MessageDigest.isEqual(
                path.substring(0, length).getBytes(StandardCharsets.UTF_8), path().getBytes(StandardCharsets.UTF_8));
    }
}
