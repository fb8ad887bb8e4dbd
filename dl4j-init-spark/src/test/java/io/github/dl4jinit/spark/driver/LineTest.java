// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{\"a\\tb\":\"\\\\\"}", "a\tb\nc\rd", "\\", "\\\\t", "a\\", "größer"})
    void fieldsAreReadAsWritten(String field) {
        Line line = Line.of(Line.ANSWER, "7", field, "");
        assertThat(line.text()).doesNotContain("\n", "\r");
        assertThat(Line.parse(line.text())).contains(line);
    }

    @Test
    void whatElseIsPrintedIsNoLine() {
        assertThat(Line.parse("26/11/28 INFO SparkContext: Running Spark")).isEmpty();
        assertThat(Line.parse("")).isEmpty();
    }
}
