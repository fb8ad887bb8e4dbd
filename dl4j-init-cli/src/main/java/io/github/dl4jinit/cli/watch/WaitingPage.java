// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.watch;

import io.github.dl4jinit.internal.OneLine;

/** The page of a run that has not begun: it looks again by itself. */
final class WaitingPage {

    private WaitingPage() {}

    static String of(String sentence) {
        String text = OneLine.of(sentence).replace("&", "&amp;").replace("<", "&lt;");
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <meta http-equiv="refresh" content="2">
                <meta name="color-scheme" content="light dark">
                <title>dl4j-init: waiting for results</title>
                <p>Nothing to show yet: SENTENCE.</p>
                <p>This page looks again every two seconds.</p>
                """.replace("SENTENCE", text);
    }
}
