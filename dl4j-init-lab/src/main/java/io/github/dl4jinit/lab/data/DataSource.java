// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the examples of a training come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(IdxSource.Folder.class),
    @JsonSubTypes.Type(IdxSource.Pairs.class),
    @JsonSubTypes.Type(IdxSource.Drawn.class),
    @JsonSubTypes.Type(ImageFolderSource.class),
    @JsonSubTypes.Type(CsvSource.class),
    @JsonSubTypes.Type(SequenceSource.class),
    @JsonSubTypes.Type(SavedSource.class)
})
public sealed interface DataSource permits ImageSource, CsvSource, SequenceSource, SavedSource {

    /** Where examples are drawn for testing, a fifth: of 1000 an accuracy of 0.9 is then known to 0.02. */
    double DEFAULT_TEST_SHARE = 0.2;

    /** Any number: whichever it is, all trials and runs are tested with the same examples. */
    long DEFAULT_SPLIT_SEED = 1;

    /** The bundled MNIST, if {@code folder} is {@code null}; otherwise the four IDX files in that folder. */
    static IdxSource of(Path folder) {
        return folder == null ? new IdxSource.Bundled() : new IdxSource.Folder(folder.toString());
    }

    /** Which files or generated examples these are, for people to read. */
    String description();

    /** What {@link Dataset#guess} does, for people to read. Empty where nothing is known but the labels. */
    default Optional<String> guess() {
        return Optional.empty();
    }

    /**
     * Reads the data.
     *
     * @param trainLimit how many of the first training examples to keep, 0 for all; more than there are means all
     * @throws IOException if a file is missing, unreadable or not what it shall be; the message names it
     */
    Dataset load(int trainLimit) throws IOException;
}
