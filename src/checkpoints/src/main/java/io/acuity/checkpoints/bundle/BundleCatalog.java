package io.acuity.checkpoints.bundle;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.UnknownModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds bundles: the shipped ones by name, others by the path of their folder. */
public final class BundleCatalog {
    /** The model used where none is named. */
    public static final String DEFAULT_MODEL = "acuity-s-x4";

    /** The mask-gated model used where masked diffusion is asked for and none is named. */
    public static final String MASKED_MODEL = "acuity-m-x4";

    /** The model for photos whose damage nobody knows: noise, blur, compression. */
    public static final String PHOTO_MODEL = "acuity-photo-x4";

    private static final List<String> SHIPPED = List.of(DEFAULT_MODEL, MASKED_MODEL, PHOTO_MODEL);

    private BundleCatalog() {}

    /** Names of the shipped models. */
    public static List<String> shipped() {
        return SHIPPED;
    }

    /**
     * Reads a shipped bundle by name, or the bundle in a folder.
     *
     * @throws UnknownModelException if there is neither
     * @throws CorruptCheckpointException if it cannot be trusted
     */
    public static ModelBundle find(String nameOrFolder) {
        if (SHIPPED.contains(nameOrFolder)) {
            return readShipped(nameOrFolder);
        }
        Path folder = folder(nameOrFolder);
        if (folder != null) {
            return ModelBundle.read(folder);
        }
        throw new UnknownModelException("There is no model " + nameOrFolder + "; choose one of "
                + String.join(", ", SHIPPED) + ", or name a folder with " + ModelBundle.DESCRIPTION_FILE + " and "
                + ModelBundle.WEIGHTS_FILE + ".");
    }

    private static ModelBundle readShipped(String name) {
        return ModelBundle.parse(
                resource(name, ModelBundle.DESCRIPTION_FILE), resource(name, ModelBundle.WEIGHTS_FILE), name);
    }

    private static byte[] resource(String name, String file) {
        try (InputStream in = BundleCatalog.class.getResourceAsStream("/models/" + name + "/" + file)) {
            if (in == null) {
                throw new CorruptCheckpointException("The shipped model " + name + " lacks its file " + file
                        + "; build the project again from a clean checkout.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CorruptCheckpointException(
                    "The file " + file + " of the shipped model " + name + " cannot be read.", e);
        }
    }

    private static @Nullable Path folder(String text) {
        try {
            Path path = Path.of(text);
            return Files.isDirectory(path) ? path : null;
        } catch (InvalidPathException e) {
            return null; // not a path, so not a folder; the caller names what there is
        }
    }
}
