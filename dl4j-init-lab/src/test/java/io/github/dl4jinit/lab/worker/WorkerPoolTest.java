// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A pool with real processes, which are killed before they have loaded anything. */
class WorkerPoolTest {

    /** That a worker was killed is the caller's wish then, no failure of the network's that it was asked about. */
    @Test
    void aQuestionToAClosedPoolWasInterrupted() {
        WorkerPool pool = new WorkerPool(
                new WorkerSettings(WorkerSettings.DEFAULT_HEAP, Duration.ofHours(1), Path.of("target"), line -> {}));
        pool.close();
        ExampleForm form = ExampleForm.of(List.of(3), Target.classes(2));
        List<ThrowingCallable> questions = List.of(
                pool::start,
                () -> pool.probe(new ProbeSpec("net", List.of(), null, null, null, null)),
                () -> pool.misfits(OwnNetworkSpec.inMemory("net"), List.of(Scheme.HE), form));
        for (ThrowingCallable question : questions) {
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(question)
                    .withMessage("closed while a worker was at it");
        }
    }
}
