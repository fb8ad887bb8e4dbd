// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNewsTest {

    /** A loss that is no number travels, too: JSON has no word for it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void anyLossTravels(double loss) {
        NodeNews news = new NodeNews(3, 10, loss);
        assertThat(NodeNews.parse(news.text())).isEqualTo(news);
    }
}
