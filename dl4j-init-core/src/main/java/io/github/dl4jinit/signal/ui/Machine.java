// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.core.util.UIDProvider;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Processors, memory and GPUs of the machine that trains, as DL4J's {@code StatsListener} counts them. */
final class Machine {

    private final NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    private final int gpus = ops.getAvailableDevices();

    /** Adds what there is. */
    void reportTo(SbeStatsInitializationReport start) {
        start.reportHardwareInfo(
                Runtime.getRuntime().availableProcessors(),
                gpus,
                Runtime.getRuntime().maxMemory(),
                Pointer.maxBytes(),
                ofEachGpu(ops::getDeviceTotalMemory),
                gpus == 0
                        ? null
                        : IntStream.range(0, gpus).mapToObj(ops::getDeviceName).toArray(String[]::new),
                UIDProvider.getHardwareUID());
    }

    /** Adds what is in use. */
    void reportTo(SbeStatsReport stats) {
        stats.reportMemoryUse(
                Runtime.getRuntime().totalMemory(),
                Runtime.getRuntime().maxMemory(),
                Pointer.totalBytes(),
                Pointer.maxBytes(),
                ofEachGpu(gpu -> ops.getDeviceTotalMemory(gpu) - ops.getDeviceFreeMemory(gpu)),
                ofEachGpu(ops::getDeviceTotalMemory));
    }

    /** The UI's records have no array where there is no GPU, rather than an empty one. */
    private long[] ofEachGpu(IntToLongFunction bytes) {
        return gpus == 0 ? null : IntStream.range(0, gpus).mapToLong(bytes).toArray();
    }
}
