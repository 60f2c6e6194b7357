package io.acuity.networks.saliency;

import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.imaging.FloatImage;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/** A backbone that may be called from any thread: hands over to the device thread, one window at a time, between ticks. */
final class DeviceBackbone implements SaliencyBackbone {
    private final SaliencyBackbone backbone;
    private final TileScheduler scheduler;

    DeviceBackbone(SaliencyBackbone backbone, TileScheduler scheduler) {
        this.backbone = backbone;
        this.scheduler = scheduler;
    }

    /** Has the device thread do something, and waits; what it throws is thrown here. */
    static <T> T call(TileScheduler scheduler, Callable<T> work) {
        try {
            return scheduler.onDevice(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public String name() {
        return backbone.name();
    }

    @Override
    public int heads() {
        return backbone.heads();
    }

    @Override
    public int inputMultiple() {
        return backbone.inputMultiple();
    }

    @Override
    public int smallestSide() {
        return backbone.smallestSide();
    }

    @Override
    public int largestSide() {
        return backbone.largestSide();
    }

    @Override
    public float[] mean() {
        return backbone.mean();
    }

    @Override
    public float[] standardDeviation() {
        return backbone.standardDeviation();
    }

    @Override
    public FloatImage maps(FloatImage image) {
        return call(scheduler, () -> backbone.maps(image));
    }

    @Override
    public void close() {
        boolean unused = call(scheduler, () -> {
            backbone.close();
            return true;
        });
    }
}
