package io.acuity.cli.attention;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.saliency.InstalledBackbones;

/** The extractors of this machine: innate ones, and learned ones whose weights lie in the user's folder of models. */
public final class LocalExtractors implements AutoCloseable {
    private final TileScheduler scheduler;
    private final InstalledBackbones backbones;

    private LocalExtractors(TileScheduler scheduler) {
        this.scheduler = scheduler;
        this.backbones = new InstalledBackbones(InstalledBackbones.userFolder(), scheduler);
    }

    /** Opens them; backbones are loaded when they are asked for. */
    public static LocalExtractors open() {
        return new LocalExtractors(new TileScheduler(SchedulerSettings.DEFAULT));
    }

    /**
     * The extractor of a name.
     *
     * @throws io.acuity.cli.console.CommandException if there is none, or its weights are missing or damaged
     */
    public AttentionExtractor find(String name) {
        try {
            return new AttentionCatalog(backbones).find(name);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    @Override
    public void close() {
        backbones.close();
        scheduler.close();
    }
}
