// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

    /** By hand: mean 2, deviation 1, t(0.975; 2) = 4.302653. */
    @Test
    void estimatesHaveStudentsInterval() {
        Estimate estimate = Estimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.std()).isEqualTo(1);
        assertThat(estimate.ci95()).isCloseTo(4.302652729911275 / Math.sqrt(3), within(1e-9));
        assertThat(estimate.smallest()).isEqualTo(1);
        assertThat(estimate.largest()).isEqualTo(3);
    }

    /** Two values would have an interval of 12.7 standard errors on each side. */
    @Test
    void fewerThanThreeHaveNoInterval() {
        Estimate two = Estimate.of(List.of(4.0, 2.0));
        assertThat(two).isEqualTo(new Estimate(3.0, Math.sqrt(2), null, 2.0, 4.0));
        assertThat(Estimate.of(List.of(5.0))).isEqualTo(new Estimate(5.0, null, null, 5.0, 5.0));
        assertThat(Estimate.of(List.of())).isEqualTo(new Estimate(null, null, null, null, null));
    }
}
