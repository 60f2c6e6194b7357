package io.acuity.cli.model;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.networks.saliency.InstalledBackbones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where models are: shipped ones, and those in a folder of the user's. */
final class ModelPlaces {
    private static final String ARCHIVE = ".zip";

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder with models of yours, each in one of its own (default: ~/.acuity/models).")
    private @Nullable Path folder;

    /**
     * A model where it lies.
     *
     * @param name of the model, or of the folder
     * @param where the folder, or {@code shipped}
     * @param description null for published files that have not been imported, and for what cannot be read
     * @param state what else there is to say; empty where nothing is
     */
    record Found(String name, String where, @Nullable ModelDescription description, String state) {}

    /** All models, the shipped ones first. */
    List<Found> all() {
        List<Found> found = new ArrayList<>();
        for (String name : BundleCatalog.shipped()) {
            found.add(new Found(name, "shipped", BundleCatalog.find(name).description(), ""));
        }
        Path home = folder();
        if (folder != null && !Files.isDirectory(home)) {
            throw new CommandException(ExitCode.USAGE, "There is no folder " + home + "; check the option --models.");
        }
        if (Files.isDirectory(home)) {
            children(home).stream()
                    .filter(Files::isDirectory)
                    .map(ModelPlaces::look)
                    .forEach(found::add);
        }
        return found;
    }

    /**
     * Reads a bundle whole: a shipped model, a folder, an archive that was exported, or a name in the user's folder.
     *
     * @throws CommandException if there is none, or it cannot be trusted
     */
    ModelBundle find(String text) {
        try {
            Path installed = BundleCatalog.shipped().contains(text) ? null : installed(text);
            if (installed != null && Files.isRegularFile(installed)) {
                return BundleArchive.decode(Files.readAllBytes(installed), text);
            }
            return installed == null ? BundleCatalog.find(text) : ModelBundle.read(installed);
        } catch (IOException | RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private @Nullable Path installed(String text) {
        Path named = Path.of(text);
        if (Files.isDirectory(named) || (text.endsWith(ARCHIVE) && Files.isRegularFile(named))) {
            return named;
        }
        // A name of one part only: what is asked for by name cannot leave the folder.
        Path child = folder().resolve(text);
        return named.getNameCount() == 1 && Files.exists(child.resolve(ModelBundle.DESCRIPTION_FILE)) ? child : null;
    }

    private Path folder() {
        return folder == null ? InstalledBackbones.userFolder() : folder;
    }

    private static Found look(Path place) {
        String name = String.valueOf(place.getFileName());
        if (!Files.exists(place.resolve(ModelBundle.DESCRIPTION_FILE))) {
            long files = children(place).stream().filter(Files::isRegularFile).count();
            return new Found(name, place.toString(), null, files + " files as published, read when used");
        }
        try {
            ModelDescription description = ModelBundle.describe(place);
            boolean whole = Files.exists(place.resolve(ModelBundle.WEIGHTS_FILE));
            return new Found(
                    description.name(),
                    place.toString(),
                    description,
                    whole ? "" : "its " + ModelBundle.WEIGHTS_FILE + " is missing");
        } catch (CorruptCheckpointException e) {
            return new Found(name, place.toString(), null, String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The folder " + folder + " cannot be read; check its permissions.", e);
        }
    }
}
