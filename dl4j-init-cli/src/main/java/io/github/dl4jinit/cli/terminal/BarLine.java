// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import java.util.List;
import java.util.Locale;

/**
 * The line of a progress bar.
 *
 * @param share what is done, from 0 to 1
 * @param counted how many trials, and how long it may take
 * @param running each running trial with its last training loss
 */
record BarLine(double share, String counted, List<String> running) {

    /** The narrowest bar that shows how far things are. */
    private static final int NARROWEST_BAR = 20;

    private static final int WIDEST_BAR = 40;

    /** The line in so many characters: the bar comes first, and the trials have what room is left. */
    String text(int width) {
        String percent = String.format(Locale.ROOT, "%3d %% ", (int) (100 * share));
        String behind = " " + counted + (running.isEmpty() ? "" : "; training loss: " + String.join(" · ", running));
        int room = width - percent.length() - 2; // the brackets
        int bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room - behind.length()));
        int filled = (int) (share * bar);
        String line = percent + "[" + "=".repeat(filled) + (filled < bar ? ">" : "")
                + " ".repeat(Math.max(0, bar - filled - 1)) + "]" + behind;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
    }
}
