// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.ImageFolder;
import io.github.dl4jinit.lab.data.file.ImageSize;
import io.github.dl4jinit.lab.data.file.Memory;
import io.github.dl4jinit.lab.data.file.Storage;
import io.github.dl4jinit.lab.data.split.EpochOrder;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Images in a folder of folders, one for each class, as {@link ImageFolder} reads them.
 *
 * @param imageFolder the folder
 * @param size what images are scaled to, {@code null} if they are of one size
 * @param testShare the share that is drawn for testing, between 0 and 1; of a folder with {@code train} and
 *     {@code test} nothing is drawn
 * @param splitSeed decides which images these are, and which are the first to train with
 */
public record ImageFolderSource(String imageFolder, ImageSize size, double testShare, long splitSeed)
        implements ImageSource {

    public ImageFolderSource {
        Check.given("imageFolder", imageFolder);
        Split.checkShare(testShare);
    }

    /** The images of that folder, all of one size, of which a fifth is for testing if it is not in two parts. */
    public ImageFolderSource(String imageFolder) {
        this(imageFolder, null, DEFAULT_TEST_SHARE, DEFAULT_SPLIT_SEED);
    }

    /** Whether a folder is one of images: it has folders, and no IDX file of a customary name. */
    public static boolean isOne(Path folder) {
        return ImageFolder.hasFolders(folder) && !IdxSource.Folder.hasAny(folder);
    }

    @Override
    public String description() {
        String scaled = size == null ? "" : ", scaled to " + size.text();
        boolean drawn = !ImageFolder.hasParts(Path.of(imageFolder));
        return imageFolder + scaled + (drawn ? ", test images drawn by seed " + splitSeed : "");
    }

    @Override
    public ImageDataset load(int trainLimit) throws IOException {
        return load(trainLimit, Storage.standard());
    }

    ImageDataset load(int trainLimit, Storage storage) throws IOException {
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        try {
            return split(
                    ImageFolder.read(Path.of(imageFolder), size, LabelledExamples.MOST_CLASSES, storage), trainLimit);
        } catch (OutOfMemoryError e) {
            throw Memory.exceeded(imageFolder, e);
        }
    }

    private ImageDataset split(ImageFolder folder, int trainLimit) {
        LabelledExamples train = examples(folder.train());
        int classes = folder.classes().size();
        if (folder.test() == null) {
            Split split = Split.drawn(train.count(), testShare, splitSeed, trainLimit);
            return new ImageDataset(train.select(split.train()), train.select(split.test()), classes);
        }
        // Class by class, as they are read, the first would be of one class.
        int[] order = EpochOrder.of(train.count(), splitSeed, 0);
        int limit = trainLimit == 0 ? order.length : Math.min(trainLimit, order.length);
        return new ImageDataset(train.select(Arrays.copyOf(order, limit)), examples(folder.test()), classes);
    }

    private static LabelledExamples examples(ImageFolder.Part part) {
        return new LabelledExamples(part.images(), part.labels());
    }
}
