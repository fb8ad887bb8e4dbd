// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How all CSV files are written. */
public final class Csv {

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private Csv() {}

    /** Writes the header; the caller flushes at the end. */
    public static CSVPrinter printer(OutputStream out, String... header) throws IOException {
        return new CSVPrinter(
                new OutputStreamWriter(out, StandardCharsets.UTF_8),
                FORMAT.builder().setHeader(header).get());
    }
}
