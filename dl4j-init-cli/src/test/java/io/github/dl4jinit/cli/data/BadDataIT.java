// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.lab.data.TableDataset;
import io.github.dl4jinit.lab.data.Target;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Data and options that cannot be meant: one sentence each, the right exit code, and nothing is written. */
class BadDataIT {

    private static final String ROWS = "\n1,2\n3,5\n";

    @TempDir
    Path folder;

    private void assertRefused(int code, String message, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("compare", "--out", folder.resolve("out").toString()));
        command.addAll(List.of(options));
        CommandLine.runHere(command.toArray(String[]::new)).assertOneMessage(code, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void assertTableRefused(byte[] table, String message) throws IOException {
        Path file = Files.write(folder.resolve("table.csv"), table);
        assertRefused(1, file + ": " + message, "--data", file.toString(), "--label", "y");
    }

    /** A table and what is wrong with it. */
    static Stream<List<String>> tables() {
        String wide = IntStream.range(0, 1_000_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        return Stream.of(
                List.of("", "expected a header in the first line, found nothing there"),
                List.of("\nx,y" + ROWS, "expected a header in the first line, found nothing there"),
                List.of("x,y\n", "expected two rows or more below the header, found 0"),
                List.of("x,y\n1,2\n", "expected two rows or more below the header, found 1"),
                List.of("y\n1\n2\n", "expected a column beside the label, found none"),
                List.of("y,y" + ROWS, "expected another name for each column, found 'y' twice"),
                List.of(",x,y\n0,1,2\n1,3,5\n", "expected a table in CSV with a header: A header name is missing"),
                List.of("x,y\n1,2\n3\n", "line 3: expected 2 values as in the header, found 1"),
                List.of("x,y\n1,2\n3,5,7\n", "line 3: expected 2 values as in the header, found 3"),
                List.of("x,y\n1,5,2\n3,5,4\n", "line 2: expected 2 values as in the header, found 3"),
                List.of("x,y\n\"1,5\",2\n\"2,5\",4\n", "column x: expected numbers with decimal points, found '1,5'"),
                List.of("x;y\n1;2,5\n3;5\n", "column y: expected numbers with decimal points, found '2,5'"),
                List.of("x,y\n1,2\n\"3,5\n", "expected a table in CSV with a header: "),
                List.of("x,y\n,2\n,5\n", "line 2, column x: the value is missing; fill it in"),
                List.of("x,y\nNaN,2\n3,5\n", "line 2, column x: the value is missing ('NaN'); fill it in"),
                List.of("x,y\n1,2\n3,?\n", "line 3, column y: the value is missing ('?'); fill it in"),
                List.of("x,y\n1,2\n-inf,5\n", "column x: expected finite numbers, found '-inf'"),
                List.of("x,y\n1,2\n1e999,5\n", "line 3, column x: expected a number of at most 1.8e308, found 1e999"),
                List.of(
                        "x,y\n1.5,2\nunknown,5\n",
                        "column x: expected numbers in all rows, or texts in all, found both"),
                List.of("x,y\n2020-02-01,2\n2020-03-01,5\n", "column x: expected numbers or categories, found dates"),
                List.of("x,y\n1/2/20,2\n2/2/20,5\n", "column x: expected numbers or categories, found dates"),
                List.of("x,y\n1,2\n3\0,5\n", "expected text in UTF-8, found a character of 0"),
                List.of("x,y\n1,a\n3,a\n", "column y: expected 2 to 1000 classes, found one"),
                List.of(wide + "\n", "expected at most 100000 columns, found 1000000"),
                List.of(
                        "x,y\n"
                                + IntStream.range(0, 1001)
                                        .mapToObj(i -> "id" + i + ",1\n")
                                        .collect(Collectors.joining()),
                        "column x: expected numbers or at most 1000 different texts, found more, such as 'id0'"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tables(List<String> tableAndMessage) throws IOException {
        assertTableRefused(tableAndMessage.get(0).getBytes(StandardCharsets.UTF_8), tableAndMessage.get(1));
    }

    @Test
    void encodings() throws IOException {
        String text = "größe,y" + ROWS;
        assertTableRefused(text.getBytes(StandardCharsets.ISO_8859_1), "expected text in UTF-8, found something else");
        assertTableRefused(text.getBytes(StandardCharsets.UTF_16), "expected text in UTF-8, found something else");
        assertTableRefused(
                ("x,y" + ROWS).getBytes(StandardCharsets.UTF_16LE), "expected text in UTF-8, found a character of 0");
        Path zipped = Files.writeString(folder.resolve("plain.csv.gz"), "x,y" + ROWS);
        assertRefused(
                1, zipped + ": expected a table in CSV with a header: ", "--data", zipped.toString(), "--label=y");
    }

    /** Quirks that other programs read, too, and so does this: a number, one of two texts, and a value in each row. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOM and CRLF | \uFEFFx,y,z\\r\\n1,a,0.5\\r\\n2,b,1.5\\r\\n",
                "semicolons | x;y;z\\n1;a;0.5\\n2;b;1.5\\n",
                "tabs and blanks | x \\ty\\t z\\n 1\\ta \\t0.5\\n2\\tb\\t1.5",
                "quotes | \"x\",\"y\",z\\n\"1\",a,\"0.5\"\\n2,\"b\",1.5\\n",
                "a line break in quotes | x,y,z\\n1,\"a\\nb\",0.5\\n2,b,1.5\\n",
                "quotes in quotes, empty lines | x,y,\"z\"\\n\\n1,\"a \"\"quoted\"\", b\",0.5\\n\\n2,b,1.5\\n\\n",
                "signs and exponents | x,y,z\\n+1e0,a,.5\\n2.,b,15E-1\\n",
            })
    void legalQuirks(String what, String table) throws IOException {
        Path file = Files.writeString(
                folder.resolve("table.csv"),
                table.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
        TableDataset data = new io.github.dl4jinit.lab.data.CsvSource(
                        file.toString(), List.of("z"), List.of(), Target.Kind.VALUES, 0.5, 1)
                .load(0);
        assertThat(data.content()).as(what).isEqualTo("1 training and 1 test rows of 3 inputs, 1 value");
    }

    private static BufferedImage grey(int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster()
                .setSamples(
                        0,
                        0,
                        width,
                        height,
                        0,
                        IntStream.range(0, width * height).toArray());
        return image;
    }

    private Path image(String name, int height, int width) throws IOException {
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(grey(height, width), name.endsWith(".jpg") ? "jpg" : "png", file.toFile());
        return file;
    }

    private void assertFolderRefused(int code, String message, String... options) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--data", folder.resolve("data").toString()));
        all.addAll(List.of(options));
        assertRefused(code, message, all.toArray(String[]::new));
    }

    @Test
    void foldersOfImages() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        assertFolderRefused(
                1, data + ": expected the four IDX files of a data set, such as train-images-idx3-ubyte, or");
        image("flat.png", 8, 8);
        assertFolderRefused(1, "or a folder of images for each class, found neither");
        image("a/1.png", 8, 8);
        assertFolderRefused(1, data + ": expected from 2 to 10000 folders, one for each class, found [a]");
        Path empty = Files.createDirectory(data.resolve("b"));
        assertFolderRefused(1, empty + ": expected images of this class, found none");
        Path large = image("b/2.png", 8, 9);
        assertFolderRefused(1, large + ": expected 8x8 pixels as in " + data.resolve("a/1.png") + ", found 8x9; scale");
        assertFolderRefused(2, "image-size must be height by width, such as 28x28", "--image-size", "8");
        assertFolderRefused(2, "image-size must be from 1 to 4096, received 0", "--image-size", "0x8");
        assertFolderRefused(2, "image-size must be from 1 to 4096, received 99999", "--image-size", "8x99999");
        assertFolderRefused(2, "image-size must be height by width", "--image-size", "8x8x4");
        Files.delete(large);
        Path text = Files.writeString(data.resolve("b/text.png"), "no image");
        assertFolderRefused(
                1, text + ": expected an image of a format that Java reads, such as PNG or JPEG, found none");
        Files.delete(text);
        Path cut = image("b/cut.jpg", 8, 8);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), (int) Files.size(cut) - 20));
        assertFolderRefused(1, cut + ": expected a whole image, found it broken: ");
        Files.delete(cut);
        Path bomb = Files.write(
                data.resolve("b/bomb.png"),
                HexFormat.of()
                        .parseHex("89504e470d0a1a0a0000000d494844520000ea600000ea6008020000000fb0e2150000000049444154"
                                + "35af061e"));
        assertFolderRefused(1, bomb + ", an image of 60000x60000 pixels: takes 27466 MB of memory, more than is left");
        Files.delete(bomb);
        Path inner = Files.createDirectory(data.resolve("b/inner"));
        assertFolderRefused(1, inner + ": expected an image, found a folder");
        Files.delete(inner);
        image("b/3.png", 8, 8);
        assertFolderRefused(2, "--label must be given with a table only, a CSV file as --data", "--label", "a");
        assertFolderRefused(2, "--drop must be given with a table only, a CSV file as --data", "--drop", "a");
        assertFolderRefused(2, "test-share must be between 0 and 1, received 0.0", "--test-share", "0");
        assertFolderRefused(2, "batch must be from 1 to 1, received 2", "--batch", "2");
    }

    @Test
    void foldersForTrainingAndTesting() throws IOException {
        Path data = folder.resolve("data");
        image("train/a/1.png", 8, 8);
        image("train/b/1.png", 8, 8);
        assertFolderRefused(1, data + ": expected from 2 to 10000 folders, one for each class, found [train]");
        Path test = Files.createDirectory(data.resolve("test"));
        assertFolderRefused(1, test + ": expected folders of images, one for each class, found none");
        image("test/c/1.png", 8, 8);
        assertFolderRefused(1, test.resolve("c") + ": expected a class that train has, too, found another");
        Files.move(test.resolve("c"), test.resolve("a"));
        assertFolderRefused(2, "--test-share must be given only with data of one part", "--test-share", "0.5");
        assertFolderRefused(2, "--split-seed must be given only with data of one part", "--split-seed", "2");
        image("val/a/1.png", 8, 8);
        assertFolderRefused(1, data + ": expected no folders beside train and test, found [test, train, val]");
    }

    private Path idx(String name, int type, int bytes, int... shape) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + bytes).putInt(type << 8 | shape.length);
        IntStream.of(shape).forEach(file::putInt);
        for (int i = 0; i < bytes; i++) {
            file.put((byte) (i % 2));
        }
        return Files.write(folder.resolve(name), file.array());
    }

    private void assertPairRefused(Path images, Path labels, String message) throws IOException {
        assertRefused(1, message, "--images", images.toString(), "--labels", labels.toString());
    }

    @Test
    void idxFiles() throws IOException {
        Path images = idx("images", 8, 24, 4, 2, 3);
        Path labels = idx("labels", 8, 4, 4);
        Path l = folder.resolve("l");
        Path i = folder.resolve("i");
        assertPairRefused(
                images, idx("l", 8, 5, 5), l + ": expected one label for each of the 4 examples in " + images);
        assertPairRefused(labels, labels, labels + ": expected examples, of two dimensions or more, found one (are");
        assertPairRefused(images, images, images + ": expected labels, of one dimension, found 3 (are these the");
        assertPairRefused(images, folder.resolve("none"), "none: expected a file, found nothing");
        assertPairRefused(folder, labels, folder + ": expected a file, found none");
        assertPairRefused(
                idx("i", 7, 24, 4, 2, 3), labels, i + ": expected the magic number of IDX, such as 0x00000803");
        assertPairRefused(
                idx("i", 8, 23, 4, 2, 3), labels, i + ": expected 24 bytes after the header, found 23 (trunc");
        assertPairRefused(idx("i", 8, 25, 4, 2, 3), labels, i + ": expected 24 bytes after the header, found more");
        assertPairRefused(idx("i", 8, 24, 4, 2, -3), labels, i + ": expected positive dimensions, found -3");
        assertPairRefused(
                idx("i", 8, 9, 70_000, 70_000),
                labels,
                i + ": expected 4900000000 bytes after the header, found 9 (trunc");
        assertPairRefused(
                idx("i", 8, 9, 2, 70_000, 70_000),
                labels,
                i + ": expected examples of at most 2^31 bytes, found a header that");
        assertPairRefused(
                idx("i", 13, 12, 4, 2, 3), labels, i + ": expected 96 bytes after the header, found 12 (trunc");
        assertPairRefused(Files.writeString(i, "x,y" + ROWS), labels, i + ": expected the magic number of IDX");
        assertPairRefused(Files.writeString(i, ""), labels, i + ": expected an IDX header, found the end of the file");
        assertPairRefused(
                images, idx("l", 13, 16, 4), l + ": expected whole numbers as labels, found numbers of the type");
        Files.write(l, HexFormat.of().parseHex("00000901" + "00000004" + "00ff0001"));
        assertPairRefused(images, l, l + ": expected labels from 0 to 9999, found -1 for example 2");
        Path one = idx("one", 8, 1, 1);
        assertPairRefused(idx("i", 8, 6, 1, 2, 3), one, "must be of two examples or more, received 1");
        Files.write(l, HexFormat.of().parseHex("00000801" + "00000004" + "00000000"));
        assertPairRefused(images, l, "expected labels of two classes or more, found 0 for all examples");
        Path vectors = idx("i", 8, 24, 4, 6);
        String[] given = {"--images", vectors.toString(), "--labels", labels.toString()};
        assertRefused(
                2,
                "the data must be images for cnn, received 3 training and 1 test examples of 6 numbers, 2 classes",
                with(given, "--network", "cnn"));
        assertRefused(
                2,
                "the data must be sequences, such as adding:30, or images for lstm, received 3 training and 1 test"
                        + " examples of 6 numbers, 2 classes",
                with(given, "--network", "lstm"));
        assertRefused(
                2, "--images must be given without --data, received --data adding:30", with(given, "--data=adding:30"));
        assertRefused(2, "--label must be given with a table only, a CSV file as --data", with(given, "--label", "a"));
        assertRefused(2, "--image-size must be given with a folder of images only", with(given, "--image-size", "2x3"));
        assertRefused(
                2, "--test-labels must be given with --test-images, received none", with(given, "--test-images=a"));
        assertRefused(
                2, "--test-images must be given with --test-labels, received none", with(given, "--test-labels=a"));
        assertRefused(
                2,
                "--test-share must be given only with data of one part",
                with(given, "--test-images=a", "--test-labels=b", "--test-share=0.1"));
        assertRefused(2, "--labels must be given with --images, received none", "--images", "a");
        assertRefused(2, "--images must be given with --labels, received none", "--labels", "a");
        assertRefused(2, "--images must be given with --test-images, received none", "--test-images", "a");
        Path other = idx("other", 8, 24, 4, 3, 2);
        assertRefused(
                1,
                "expected test examples of 6 numbers like the training examples, found 3x2",
                with(given, "--test-images", other.toString(), "--test-labels", labels.toString()));
    }

    private static String[] with(String[] given, String... options) {
        return Stream.concat(Stream.of(given), Stream.of(options)).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--image-size 8x8 | --image-size must be given with a folder of images only, one folder a class, received the",
                "--data adding:30 --network lstm --image-size 8x8 | --image-size must be given with a folder of images only",
                "--data x.csv --label y --image-size 8x8 | --image-size must be given with a folder of images only",
                "--data adding:30 --network lstm --test-share 0.1 | --test-share must be given only with data of one part",
                "--split-seed 3 | --split-seed must be given only with data of one part, of which a share is drawn for",
                "--data adding:30 | --data must be images or a table for a perceptron, received adding:30, generated",
                "--data subtracting:30 | --data must be a folder, a table, adding:LENGTH or copy:LENGTH, received subtracting:…",
                "--data adding:1 | length must be from 2 to 10000, received 1",
                "--data x.csv --label y --network cnn | --data must be images for cnn, received",
                "--data x.csv --label y --network lstm | --data must be sequences, such as adding:30, or images for lstm, rec",
                "--data copy:5 --network cnn | --data must be images for cnn, received copy:5, generated",
                "--data bundled --label y | --label must be given with a table only, a CSV file as --data, received the bundled",
                "--data x.csv --label y --drop y | drop must be other columns than the labels [y], received [y]",
                "--data x.csv --label y --label-kind words | for option '--label-kind'",
            })
    void optionsThatContradict(String options, String message) throws IOException {
        assertRefused(2, message, options.split(" "));
    }
}
