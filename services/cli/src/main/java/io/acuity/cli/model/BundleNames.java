package io.acuity.cli.model;

import java.nio.file.Path;
import java.util.Optional;

/** What bundles are called. */
final class BundleNames {
    private BundleNames() {}

    /** The name of the folder a bundle is written to, or {@code otherwise} where it has none. */
    static String ofFolder(Path folder, String otherwise) {
        return Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .orElse(otherwise);
    }
}
