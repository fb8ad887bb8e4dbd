// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import java.nio.file.Path;
import java.util.List;

/** What runs are called beside each other: as short as tells them apart. */
final class RunNames {

    private RunNames() {}

    /** The last name of each folder where these differ, else its whole path as it was given. */
    static List<String> of(List<Path> folders) {
        List<String> last = folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize().getFileName())
                .map(String::valueOf)
                .toList();
        boolean differ = last.stream().distinct().count() == last.size();
        return differ ? last : folders.stream().map(Path::toString).toList();
    }
}
