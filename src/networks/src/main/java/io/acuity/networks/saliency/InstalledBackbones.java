package io.acuity.networks.saliency;

import io.acuity.attention.learned.BackboneShelf;
import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.dino.VisionTransformerBackbone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The backbones whose weights a user has put into a folder: {@code FOLDER/NAME} holds {@code weights.safetensors}, as an
 * import writes it, or the published {@code .pth} file itself. A backbone is loaded when it is first asked for and stays.
 * Safe for use by several threads; everything native happens on the scheduler's device thread.
 */
public final class InstalledBackbones implements BackboneShelf, AutoCloseable {
    private static final String IMPORTED = "weights.safetensors";

    private final Path folder;
    private final TileScheduler scheduler;
    private final Map<String, SaliencyBackbone> loaded = new HashMap<>();
    /** Not a monitor: whoever waits for a load may be a virtual thread. */
    private final Lock lock = new ReentrantLock();

    /**
     * Creates the shelf; nothing is read yet.
     *
     * @param folder of the user's models; need not exist
     * @param scheduler whose device thread runs the backbones
     */
    public InstalledBackbones(Path folder, TileScheduler scheduler) {
        this.folder = folder;
        this.scheduler = scheduler;
    }

    /** Where users put models: {@code .acuity/models} in their home. */
    public static Path userFolder() {
        return Path.of(System.getProperty("user.home"), ".acuity", "models");
    }

    @Override
    public Optional<SaliencyBackbone> find(String name) {
        Optional<VisionTransformer> network = network(name);
        if (network.isEmpty()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            SaliencyBackbone known = loaded.get(name);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<SaliencyBackbone> backbone = file(name).map(file -> load(name, network.get(), file));
            backbone.ifPresent(found -> loaded.put(name, found));
            return backbone;
        } finally {
            lock.unlock();
        }
    }

    /** Frees the memory of the backbones on the device thread, which must still run. */
    @Override
    public void close() {
        lock.lock();
        try {
            loaded.values().forEach(SaliencyBackbone::close);
            loaded.clear();
        } finally {
            lock.unlock();
        }
    }

    // Names are compared, never made into paths: what a request asks for cannot leave the folder.
    private static Optional<VisionTransformer> network(String name) {
        return switch (name) {
            case "dino-vit-s8" -> Optional.of(VisionTransformer.small(8));
            case "dino-vit-s16" -> Optional.of(VisionTransformer.small(16));
            default -> Optional.empty();
        };
    }

    private Optional<Path> file(String name) {
        Path home = folder.resolve(name);
        if (!Files.isDirectory(home)) {
            return Optional.empty();
        }
        Path imported = home.resolve(IMPORTED);
        if (Files.isRegularFile(imported)) {
            return Optional.of(imported);
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".pth"))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " of a model cannot be read.", e);
        }
    }

    private SaliencyBackbone load(String name, VisionTransformer network, Path file) {
        var weights = WeightFiles.read(file, StateDictNames.DINO_VIT);
        SaliencyBackbone backbone =
                DeviceBackbone.call(scheduler, () -> VisionTransformerBackbone.load(name, network, weights));
        return new DeviceBackbone(backbone, scheduler);
    }
}
