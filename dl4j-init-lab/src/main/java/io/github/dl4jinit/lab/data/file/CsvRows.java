// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OneLine;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a CSV file with a header, in UTF-8, gzip-compressed if its name ends in {@code .gz}. No more than a row
 * is in memory. Every problem is an {@link InvalidDataException} that names the file and the line.
 */
public final class CsvRows {

    /** What may separate columns: the one that the header has most of. */
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

    /** What people and programs write where they have no value, in lower case. */
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?");

    private static final int LONGEST_MISSING =
            MISSING.stream().mapToInt(String::length).max().orElseThrow();

    /** More than any measurement of examples has: each column takes memory before the first row is read. */
    private static final int MOST_COLUMNS = 100_000;

    /** What some programs put before UTF-8. */
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String file;
    private final CSVFormat format;
    private final List<String> header;

    /**
     * Reads the header.
     *
     * @throws InvalidDataException if there is none, or the file cannot be read
     */
    public CsvRows(String file) throws IOException {
        this.file = Check.given("file", file);
        if (!Files.isRegularFile(Path.of(file))) {
            throw wrong("expected a CSV file, found none");
        }
        try {
            this.format = format(delimiter());
            try (CSVParser parser = parser()) {
                this.header = parser.getHeaderNames();
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw broken(e);
        }
        if (header.size() > MOST_COLUMNS) {
            throw wrong("expected at most " + MOST_COLUMNS + " columns, found " + header.size());
        }
        Set<String> names = new HashSet<>(); // the parser would refuse two alike, too, but in its programmers' words
        for (String name : header) {
            if (!names.add(name)) {
                throw wrong("expected another name for each column, found '" + name + "' twice");
            }
        }
    }

    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setTrim(true)
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
    }

    private char delimiter() throws IOException {
        String line;
        try (BufferedReader reader = open()) {
            line = reader.readLine();
        }
        if (line == null || line.isBlank()) {
            throw wrong("expected a header in the first line, found nothing there");
        }
        String first = line;
        return DELIMITERS.stream()
                .max(Comparator.comparingLong(
                        candidate -> first.chars().filter(c -> c == candidate).count()))
                .orElseThrow();
    }

    private CSVParser parser() throws IOException {
        return CSVParser.builder().setReader(open()).setFormat(format).get();
    }

    private BufferedReader open() throws IOException {
        InputStream in = Files.newInputStream(Path.of(file));
        try {
            InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in) : in;
            // A decoder of its own: one made from a charset's name would replace what is no UTF-8.
            BufferedReader reader =
                    new BufferedReader(new Text(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder())));
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Refuses what is no text although it is UTF-8: a parser would take it for blanks. */
    private final class Text extends FilterReader {

        Text(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] target, int start, int most) throws IOException {
            int count = super.read(target, start, most);
            for (int i = start; i < start + count; i++) {
                if (target[i] == 0) {
                    throw wrong("expected text in UTF-8, found a character of 0, as UTF-16 and binary files have");
                }
            }
            return count;
        }
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /** What is done with a row. */
    public interface Use {

        /** Looks at a row, and says what is wrong with it, or that it cannot be kept. */
        void row(Row row) throws IOException;
    }

    /**
     * Hands all rows over, one by one, and returns how many there were.
     *
     * @throws InvalidDataException if one is not as wide as the header, or the file cannot be read
     */
    public int forEach(Use use) throws IOException {
        Check.given("use", use);
        int rows = 0;
        try (CSVParser parser = parser()) {
            for (CSVRecord row : parser) {
                if (row.size() != header.size()) {
                    throw wrong("line " + parser.getCurrentLineNumber() + ": expected " + header.size()
                            + " values as in the header, found " + row.size());
                }
                use.row(new Row(row, parser.getCurrentLineNumber()));
                rows = Math.addExact(rows, 1);
            }
            return rows;
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | UncheckedIOException | IllegalStateException | ArithmeticException e) {
            throw broken(e);
        }
    }

    /** A row of as many values as there are columns. */
    public final class Row {

        private final CSVRecord values;
        private final long line;

        private Row(CSVRecord values, long line) {
            this.values = values;
            this.line = line;
        }

        /**
         * The value in a column.
         *
         * @throws InvalidDataException if it is missing
         */
        public String value(int column) throws InvalidDataException {
            String value = values.get(column);
            // Of a long text with a Σ Java's time for small letters grows with the square of the length.
            if (value.length() <= LONGEST_MISSING && MISSING.contains(value.toLowerCase(Locale.ROOT))) {
                throw wrong(
                        column,
                        "the value is missing" + (value.isEmpty() ? "" : " ('" + value + "')")
                                + "; fill it in, leave out the row, or drop the column");
            }
            return value;
        }

        /** An exception that says what is wrong with the value in a column. */
        public InvalidDataException wrong(int column, String problem) {
            return CsvRows.this.wrong("line " + line + ", column " + header.get(column) + ": " + problem);
        }
    }

    /** An exception that says what is wrong with the file; what it quotes of it is made fit for a terminal. */
    public InvalidDataException wrong(String problem) {
        return new InvalidDataException(file, OneLine.of(problem));
    }

    private InvalidDataException broken(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof InvalidDataException told) {
            return told;
        }
        return new InvalidDataException(
                file,
                cause instanceof CharacterCodingException
                        ? "expected text in UTF-8, found something else"
                        : "expected a table in CSV with a header: " + OneLine.of(cause),
                e);
    }
}
