// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void theFirstLineOfAMessage() {
        assertThat(Reason.of(new IllegalStateException("no\nat all"))).isEqualTo("no");
        assertThat(Reason.forInput(new IllegalStateException("no\nat all"))).isEqualTo("no");
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    /** Java's words, such as which call met a null, are nobody's who has the input only. */
    @Test
    void slipsInsideALibrary() {
        assertThat(Reason.of(new NullPointerException("Cannot invoke")))
                .isEqualTo("an internal error, NullPointerException");
        assertThat(Reason.forInput(new NullPointerException("Cannot invoke")))
                .isEqualTo("a value that is needed is missing");
        assertThat(Reason.forInput(new ArrayIndexOutOfBoundsException(3))).isEqualTo("a list is shorter than expected");
        assertThat(Reason.forInput(new ClassCastException("class A")))
                .isEqualTo("a part is of another kind than expected");
        assertThat(Reason.forInput(new NegativeArraySizeException("-1")))
                .isEqualTo("its sizes cannot be computed with");
        assertThat(Reason.forInput(new ArithmeticException("/ by zero")))
                .isEqualTo("its sizes cannot be computed with");
    }

    /** From some call on, Java says it in other words. */
    @Test
    void anArgumentOfAnotherKind() throws ReflectiveOperationException {
        Method method = ReasonTest.class.getDeclaredMethod("take", Integer.class);
        for (int i = 0; i < 50; i++) {
            Throwable thrown = catchThrowable(() -> method.invoke(null, "a text"));
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
            assertThat(Reason.forInput(thrown)).isEqualTo("a part is of another kind than expected");
        }
    }

    private static void take(Integer number) {
        throw new AssertionError("took " + number);
    }
}
