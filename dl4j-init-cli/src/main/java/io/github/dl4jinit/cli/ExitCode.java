// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import picocli.CommandLine;

/** What the command exits with. */
final class ExitCode {

    /** Done. */
    static final int DONE = CommandLine.ExitCode.OK;

    /** Something failed while running. */
    static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    /** The command line is wrong. */
    static final int USAGE = CommandLine.ExitCode.USAGE;

    /** What the user asked about is not so: a network is not healthy, or a run did not give the same again. */
    static final int CHECK_FAILED = 3;

    /** Interrupted: 128 plus the number of SIGINT, as shells count. After other signals Java itself counts so. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
