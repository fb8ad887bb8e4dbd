// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

/**
 * How far a trial on a node has come, as JSON.
 *
 * @param iteration iterations that are done
 * @param iterations how many there are
 * @param loss the last training loss
 */
public record NodeNews(int iteration, int iterations, double loss) {

    /** These news as one line. */
    String text() {
        return Json.written(this);
    }

    /** The news in a text. */
    public static NodeNews parse(String text) {
        return Json.read(text, NodeNews.class);
    }
}
