// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;

/**
 * What a layer needs only while it computes, such as the unfolded images of a convolution: freed when the layer is
 * done. Otherwise it waits for Java's garbage collector, several times the activations. What a layer hands on lives on
 * its own.
 */
final class WorkingMemory {

    private static final String LAYER = "DL4J_INIT_LAYER";
    private static final String TIME_STEP = "DL4J_INIT_TIME_STEP";

    /** Each array is allocated when it is needed, and nothing is held between two scopes. */
    private static final WorkspaceConfiguration NOTHING_KEPT = WorkspaceConfiguration.builder()
            .initialSize(0)
            .policyLearning(LearningPolicy.NONE)
            .policySpill(SpillPolicy.EXTERNAL)
            .build();

    private final LayerWorkspaceMgr manager;

    /** For a network whose layers may keep arrays for themselves, if it was configured to train without workspaces. */
    WorkingMemory(WorkspaceMode mode) {
        this.manager = mode == WorkspaceMode.NONE
                ? LayerWorkspaceMgr.noWorkspaces()
                : LayerWorkspaceMgr.builder()
                        .with(ArrayType.FF_WORKING_MEM, LAYER, NOTHING_KEPT)
                        .with(ArrayType.BP_WORKING_MEM, LAYER, NOTHING_KEPT)
                        .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, TIME_STEP, NOTHING_KEPT)
                        .with(ArrayType.RNN_BP_LOOP_WORKING_MEM, TIME_STEP, NOTHING_KEPT)
                        .defaultNoWorkspace() // for all others: it overrules what is said behind it
                        .build();
    }

    /** What DL4J's layers are to be given. */
    LayerWorkspaceMgr manager() {
        return manager;
    }

    /** What a layer computes meanwhile. */
    @SuppressWarnings("try") // the scope is closed, never read
    <T> T during(Supplier<T> work) {
        try (MemoryWorkspace scope = manager.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
            return work.get();
        }
    }
}
