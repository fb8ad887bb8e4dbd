// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnobValuesTest {

    /** Added up as doubles, the third would be 0.7999999999999999 and the last 1.5999999999999999. */
    @Test
    void decimalsOfARangeAreExact() {
        assertThat(KnobValues.parse(Knob.GAIN, "0.6:1.6:0.1"))
                .containsExactly("0.6", "0.7", "0.8", "0.9", "1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200:50:-50 | 200 150 100 50",
                "0.1:-0.1:-0.1 | 0.1 0 -0.1",
                "-2:-1:0.5 | -2 -1.5 -1",
                // Its end belongs to it only if a step meets it.
                "0:1:0.3 | 0 0.3 0.6 0.9",
                "1:1:5 | 1",
                "1:1:-5 | 1",
                "10,25:45:10,100 | 10 25 35 45 100",
                "5:1:-2,2:4:2 | 5 3 1 2 4",
                "' 1 , 2 : 3 : 1 ' | 1 2 3",
                "1.50,0100,1e3,2E-3 | 1.5 100 1000 0.002",
                "0.000001,1e-7,123e-9,-1e-9 | 0.000001 1E-7 1.23E-7 -1E-9",
            })
    void ranges(String written, String values) {
        assertThat(KnobValues.parse(Knob.GAIN, written)).containsExactly(values.split(" "));
    }

    @Test
    void schemesAreSplitOutsideParentheses() {
        assertThat(KnobValues.parse(
                        Knob.SCHEME, "he(gain=1.2, distribution=uniform), xavier(),meanfield(sigmaW2=1,sigmaB2=0)"))
                .containsExactly("he(gain=1.2,distribution=uniform)", "xavier", "meanfield(sigmaW2=1,sigmaB2=0)");
    }

    /** A colon is nothing special in a name. */
    @Test
    void namesHaveNoRanges() {
        assertThat(KnobValues.parse(Knob.SCHEME, "dl4j:XAVIER,he")).containsExactly("dl4j:XAVIER", "he");
        assertThat(KnobValues.parse(Knob.ACTIVATION, "RELU, tanh")).containsExactly("RELU", "tanh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,1", "1,1.0", "1e1,10", "1,0:2:0.5", "0,-0", "0:1:0.5,0.5:2:0.75"})
    void noValueTwice(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnobValues.parse(Knob.GAIN, written))
                .withMessage("gain must be values that differ from each other, received " + written);
    }

    @Test
    void noSchemeTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnobValues.parse(Knob.SCHEME, "he,xavier,he()"))
                .withMessage("scheme must be values that differ from each other, received he,xavier,he()");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.6:1.6:0 | gain must be a range whose step is not 0, received 0.6:1.6:0",
                "1:1:0 | gain must be a range whose step is not 0, received 1:1:0",
                "1.6:0.6:0.1 | gain must be a range whose step leads from its start to its end, received 1.6:0.6:0.1",
                "0.6:1.6:-0.1 | gain must be a range whose step leads from its start to its end, received 0.6:1.6:-0.1",
                "0.6:1.6 | gain must be a number or a range FROM:TO:STEP, received 0.6:1.6",
                "1:2:3:4 | gain must be a number or a range FROM:TO:STEP, received 1:2:3:4",
                "'' | gain must be values separated by commas, or ranges FROM:TO:STEP, received nothing",
                ", | gain must be values separated by commas, or ranges FROM:TO:STEP, received nothing",
                "1, | gain must be values separated by commas, or ranges FROM:TO:STEP, received nothing",
                "1,,2 | gain must be values separated by commas, or ranges FROM:TO:STEP, received nothing",
                ":: | gain must be a number, received",
                "1:: | gain must be a number, received",
                "abc | gain must be a number, received abc",
                "NaN | gain must be a number, received NaN",
                "Infinity | gain must be a number, received Infinity",
                "0x10 | gain must be a number, received 0x10",
                "1:x:1 | gain must be a number, received x",
                "1e400 | gain must be a number of a double's range, received 1e400",
                "1e-400 | gain must be a number of a double's range, received 1e-400",
                "1:2:1e-400 | gain must be a number of a double's range, received 1e-400",
            })
    void mistakesAreNamed(String written, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnobValues.parse(Knob.GAIN, written))
                .withMessageStartingWith(message);
    }

    /** Whoever counts them one by one is refused as well, but by the heap. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0:1:1e-300",
                "1e300:-1e300:-1e-300",
                "0:1:1e-6",
                "1:600000:1,600001:1200000:1",
                "0:2147483648:1",
                "0:4294967296:1,1",
                "1e999999999",
            })
    void endlessOnesAreRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> KnobValues.parse(Knob.GAIN, written));
    }

    @Test
    void aMillionAreNotTooMany() {
        KnobValues million = KnobValues.parse(Knob.SEED, "1:1000000:1");
        assertThat(million).hasSize(1_000_000);
        assertThat(million.get(0)).isEqualTo("1");
        assertThat(million.get(999_999)).isEqualTo("1000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnobValues.parse(Knob.SEED, "0:1000000:1"))
                .withMessage("seed must be at most a million values, received 0:1000000:1");
    }

    @Test
    void valuesByTheirPlace() {
        KnobValues values = KnobValues.parse(Knob.DEPTH, "7,10:30:10,5");
        assertThat(List.of(values.get(0), values.get(1), values.get(3), values.get(4)))
                .containsExactly("7", "10", "30", "5");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> values.get(5));
    }

    /** Whole ones are told from others when they are set, whatever way they are written. */
    @Test
    void knobsOfWholeNumbers() {
        assertThat(KnobValues.parse(Knob.DEPTH, "1e1,20.0")).containsExactly("10", "20");
        assertThat(KnobValues.parse(Knob.SEED, "-9223372036854775808,9007199254740993"))
                .containsExactly("-9223372036854775808", "9007199254740993");
    }

    @ParameterizedTest
    @EnumSource(Knob.class)
    void everyKnobIsNamedInItsMessages(Knob knob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnobValues.parse(knob, ""))
                .withMessageStartingWith(knob.flag() + " must be");
    }

    @Test
    void digitsAreKeptWhateverAPlainNumberNeeds() {
        assertThat(KnobValues.plain(new BigDecimal("100"))).isEqualTo("100");
        assertThat(KnobValues.plain(new BigDecimal("1E+2"))).isEqualTo("100");
        assertThat(KnobValues.plain(new BigDecimal("0.10"))).isEqualTo("0.1");
        assertThat(KnobValues.plain(new BigDecimal("0E-9"))).isEqualTo("0");
        assertThat(KnobValues.plain(new BigDecimal("0.1000000000000000055511151231257827")))
                .isEqualTo("0.1000000000000000055511151231257827");
    }
}
