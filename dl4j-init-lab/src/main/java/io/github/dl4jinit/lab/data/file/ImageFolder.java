// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images in a folder of folders, one for each class; or in its folders {@code train} and {@code test}, each of
 * which has a folder for each class. Hidden files do not count.
 *
 * @param classes the names of the classes, sorted
 * @param train the images, or those to train with
 * @param test those to test with, {@code null} if the folder is not in two parts
 */
public record ImageFolder(List<String> classes, Part train, Part test) {

    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /**
     * Images, class by class, in the order of their files' names.
     *
     * @param images of one shape, grey [rows, columns] or in colours [3, rows, columns]
     * @param labels the place of each one's class
     */
    public record Part(PackedArray images, PackedArray labels) {

        public Part {
            Check.given("images", images);
            Check.given("labels", labels);
        }
    }

    /** The headers of images, and the numbers of their classes. */
    private record Listing(List<Picture> pictures, List<Integer> labels) {}

    public ImageFolder {
        classes = Check.givenEach("classes", classes);
        Check.given("train", train);
    }

    /** Whether it is a folder in which there are folders. */
    public static boolean hasFolders(Path folder) {
        File[] folders =
                Check.given("folder", folder).toFile().listFiles(file -> file.isDirectory() && !file.isHidden());
        return folders != null && folders.length > 0;
    }

    /** Whether its images are in two parts, {@code train} and {@code test}. */
    public static boolean hasParts(Path folder) {
        return Files.isDirectory(Check.given("folder", folder).resolve(TRAIN))
                && Files.isDirectory(folder.resolve(TEST));
    }

    /**
     * Reads all images. Nothing is kept of them before all headers were looked at.
     *
     * @param size what they are scaled to, {@code null} if they are of one size
     * @param mostClasses more folders of classes are refused
     * @throws InvalidDataException if a folder has no images, a file is none, they are of different sizes, or the disk
     *     is full
     */
    public static ImageFolder read(Path folder, ImageSize size, int mostClasses, Storage storage) throws IOException {
        Check.given("storage", storage);
        boolean parts = hasParts(folder);
        if (parts && list(folder, true).size() > 2) {
            throw wrong(folder, "expected no folders beside train and test, found " + names(folder));
        }
        Path train = parts ? folder.resolve(TRAIN) : folder;
        List<String> classes = names(train);
        if (classes.size() < 2 || classes.size() > mostClasses) {
            throw wrong(
                    train,
                    "expected from 2 to " + mostClasses + " folders, one for each class, found "
                            + (classes.size() < 2 ? classes : classes.size()));
        }
        Listing toTrain = listing(train, classes);
        Listing toTest = parts ? listing(folder.resolve(TEST), classes) : null;
        List<Picture> all = new ArrayList<>(toTrain.pictures);
        if (parts) {
            all.addAll(toTest.pictures);
        }
        ImageSize one = size(all, size);
        Part ofTrain = part(folder, toTrain, one, storage);
        return new ImageFolder(classes, ofTrain, parts ? part(folder, toTest, one, storage) : null);
    }

    private static List<Path> list(Path folder, boolean folders) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (!Files.isHidden(file) && (!folders || Files.isDirectory(file))) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException e) {
            throw new InvalidDataException(
                    Picture.name(folder), "cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        return list(folder, true).stream()
                .map(found -> String.valueOf(found.getFileName()))
                .toList();
    }

    private static InvalidDataException wrong(Path path, String problem) {
        return new InvalidDataException(Picture.name(path), problem);
    }

    private static Listing listing(Path folder, List<String> classes) throws IOException {
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>());
        for (Path ofClass : list(folder, true)) {
            int label = classes.indexOf(String.valueOf(ofClass.getFileName()));
            if (label < 0) {
                throw wrong(ofClass, "expected a class that " + TRAIN + " has, too, found another");
            }
            List<Path> files = list(ofClass, false);
            if (files.isEmpty()) {
                throw wrong(ofClass, "expected images of this class, found none");
            }
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    throw wrong(file, "expected an image, found a folder or something else that is no file");
                }
                listing.pictures.add(Picture.of(file));
                listing.labels.add(label);
            }
        }
        if (listing.pictures.isEmpty()) {
            throw wrong(folder, "expected folders of images, one for each class, found none");
        }
        return listing;
    }

    private static ImageSize size(List<Picture> pictures, ImageSize asked) throws InvalidDataException {
        boolean grey = pictures.stream().allMatch(Picture::grey);
        if (asked != null) {
            int channels = asked.channels() == 0 ? grey ? 1 : 3 : asked.channels();
            return new ImageSize(asked.height(), asked.width(), channels);
        }
        Picture first = pictures.get(0);
        for (Picture picture : pictures) {
            if (picture.height() != first.height() || picture.width() != first.width()) {
                throw wrong(
                        picture.file(),
                        "expected " + first.height() + "x" + first.width() + " pixels as in "
                                + Picture.name(first.file()) + ", found " + picture.height() + "x" + picture.width()
                                + "; scale all by --image-size HEIGHTxWIDTH");
            }
        }
        if (Math.max(first.height(), first.width()) > ImageSize.MOST_PIXELS_A_SIDE) {
            throw wrong(
                    first.file(),
                    "expected at most " + ImageSize.MOST_PIXELS_A_SIDE + " pixels a side, found " + first.height() + "x"
                            + first.width() + "; scale all by --image-size HEIGHTxWIDTH");
        }
        return new ImageSize(first.height(), first.width(), grey ? 1 : 3);
    }

    private static Part part(Path folder, Listing listing, ImageSize size, Storage storage) throws IOException {
        int count = listing.pictures.size();
        int each = size.height() * size.width() * size.channels();
        String name = Picture.name(folder) + ", " + count + " images of " + size.text() + " numbers";
        StoredBytes images = storage.keep(name, (long) count * each, out -> {
            byte[] pixels = new byte[each];
            for (Picture picture : listing.pictures) {
                picture.write(size, pixels);
                out.write(pixels);
            }
        });
        StoredBytes labels = storage.keep(name, (long) count * Short.BYTES, out -> {
            for (int label : listing.labels) {
                out.write(label >> Byte.SIZE);
                out.write(label);
            }
        });
        List<Integer> shape = size.channels() == 1
                ? List.of(count, size.height(), size.width())
                : List.of(count, size.channels(), size.height(), size.width());
        return new Part(
                new PackedArray(PackedArray.Type.UNSIGNED_BYTE, shape, images),
                new PackedArray(PackedArray.Type.SHORT, List.of(count), labels));
    }
}
