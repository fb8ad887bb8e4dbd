// SPDX-License-Identifier: Apache-2.0
/**
 * Running many trials in worker processes, so that a crash costs one trial. Start at
 * {@link io.github.dl4jinit.lab.worker.WorkerPool}.
 */
package io.github.dl4jinit.lab.worker;
