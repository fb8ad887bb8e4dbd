// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClusterOptionsTest {

    @Test
    void withoutAClusterTrialsRunHere() {
        try (Workplace place = workplace()) {
            assertThat(place).isInstanceOf(LocalWorkplace.class);
            assertThat(place.workers()).isEqualTo(3);
        }
    }

    @Test
    void settingsOfAClusterTakeOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workplace("--cluster-conf", "spark.cores.max=8"))
                .withMessage("--cluster-conf must be given together with --cluster, received {spark.cores.max=8}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workplace("--cluster-shared"))
                .withMessage("--cluster-shared must be given together with --cluster, received true");
    }

    private static Workplace workplace(String... arguments) {
        ClusterOptions options = new ClusterOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("cluster", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        WorkerSettings workers = new WorkerSettings("64m", Duration.ofSeconds(1), Path.of("."), line -> {});
        return options.workplace(workers, OptionalInt.of(3), notice -> {});
    }
}
