package io.acuity.networks.saliency;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.attention.learned.BackboneShelf;
import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.dino.ResNet;
import io.acuity.networks.dino.ResNetBackbone;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.dino.VisionTransformerBackbone;
import io.acuity.networks.published.ImportSettings;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The backbones whose weights a user has put into a folder: {@code FOLDER/NAME} holds a bundle, as an import writes it, or
 * the published {@code .pth} file itself (that of ResNet-50 with or without the one of its linear probe). The bundle says
 * what the network is like; its hash is verified. A backbone is loaded when it is first asked for and stays. Safe for use
 * by several threads; everything native happens on the scheduler's device thread.
 */
public final class InstalledBackbones implements BackboneShelf, AutoCloseable {
    private static final Set<PublishedSystem> BACKBONES =
            EnumSet.of(PublishedSystem.DINO_VIT_S8, PublishedSystem.DINO_VIT_S16, PublishedSystem.DINO_RESNET50);
    /** Part of the name under which the linear probe of ResNet-50 is published. */
    private static final String PROBE = "linearweights";

    private final Path folder;
    private final TileScheduler scheduler;
    private final Map<PublishedSystem, SaliencyBackbone> loaded = new EnumMap<>(PublishedSystem.class);
    /** Not a monitor: whoever waits for a load may be a virtual thread. */
    private final Lock lock = new ReentrantLock();

    /**
     * Creates the shelf; nothing is read yet. What {@link #find} throws beside it: {@link CorruptCheckpointException} if
     * what is installed fails its hash, is of another system or does not fit its description.
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

    // Names are compared, never made into paths: what a request asks for cannot leave the folder.
    @Override
    public Optional<SaliencyBackbone> find(String name) {
        return PublishedSystem.of(name).filter(BACKBONES::contains).flatMap(this::find);
    }

    private Optional<SaliencyBackbone> find(PublishedSystem system) {
        lock.lock();
        try {
            SaliencyBackbone known = loaded.get(system);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<SaliencyBackbone> backbone = installed(system).map(bundle -> load(system, bundle));
            backbone.ifPresent(found -> loaded.put(system, found));
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

    private Optional<ModelBundle> installed(PublishedSystem system) {
        Path home = folder.resolve(system.id());
        if (!Files.isDirectory(home)) {
            return Optional.empty();
        }
        if (Files.exists(home.resolve(ModelBundle.DESCRIPTION_FILE))
                || Files.exists(home.resolve(ModelBundle.WEIGHTS_FILE))) {
            return Optional.of(ModelBundle.read(home));
        }
        List<Path> files = published(home);
        Optional<Path> probe =
                files.stream().filter(InstalledBackbones::isProbe).findFirst();
        return files.stream()
                .filter(file -> !isProbe(file))
                .findFirst()
                .map(file -> new WeightImport(system, ImportSettings.NONE)
                        .readProbed(file, probe.orElse(null), system.id()));
    }

    private static List<Path> published(Path home) {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".pth"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " of a model cannot be read.", e);
        }
    }

    private static boolean isProbe(Path file) {
        return String.valueOf(file.getFileName()).contains(PROBE);
    }

    private SaliencyBackbone load(PublishedSystem system, ModelBundle bundle) {
        ModelDescription description = bundle.description();
        ModelDescription.WholeImage network = description.wholeImage();
        if (!description.system().equals(system.id()) || network == null) {
            throw new CorruptCheckpointException("The model in " + folder.resolve(system.id()) + " is of the system "
                    + description.system() + ", not " + system.id() + "; import weights of that system there with"
                    + " './acuity model import --system " + system.id() + "'.");
        }
        return new DeviceBackbone(
                DeviceBackbone.call(
                        scheduler,
                        () -> backbone(
                                system, network.network(), bundle.weights().tensors())),
                scheduler);
    }

    private SaliencyBackbone backbone(PublishedSystem system, JsonNode config, Map<String, Tensor> weights) {
        try {
            return system == PublishedSystem.DINO_RESNET50
                    ? ResNetBackbone.load(system.id(), ResNet.of(config), weights)
                    : VisionTransformerBackbone.load(system.id(), VisionTransformer.of(config), weights);
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The model in " + folder.resolve(system.id()) + " describes no network of " + system.id() + ": "
                            + e.getMessage() + " Import it again.",
                    e);
        }
    }
}
