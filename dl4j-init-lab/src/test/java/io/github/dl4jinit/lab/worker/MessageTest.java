// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void messagesSurviveTheirLineAndNothingElseIsTakenForOne() {
        TrainingSpec training = new TrainingSpec(new MlpSpec(4, 16, "RELU", false, Optimiser.SGD, 0.1), 64, 1, 0, null);
        TrialResult result = TrialResult.failed(new TrialSpec(Scheme.parse("he"), 1, training), "two\nlines");
        Message message = new Message.Finished(result);
        assertThat(message.toLine()).doesNotContain("\n");
        assertThat(Message.fromLine(message.toLine())).contains(message);
        Message misfits = new Message.Misfits(Map.of("he(gain=2)", "one", "mirrored", "another"));
        assertThat(Message.fromLine(misfits.toLine())).contains(misfits);
        assertThat(Message.fromLine("GCC: \"7.5.0\"")).isEmpty();
        assertThat(Message.fromLine("{\"message\":\"finished\"")).isEmpty();
    }
}
