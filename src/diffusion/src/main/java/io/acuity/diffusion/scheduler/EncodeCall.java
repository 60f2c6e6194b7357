package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.tiles.Rect;
import java.nio.FloatBuffer;
import java.util.List;

/** The encoder's call: image in, features out. */
final class EncodeCall implements NetworkCall<EncodeStep> {
    private final PlaneScratch scratch;
    private FloatBuffer upsampled = BlockPool.allocate(0);
    private FloatBuffer lowRes = BlockPool.allocate(0);
    private FloatBuffer features = BlockPool.allocate(0);

    EncodeCall(PlaneScratch scratch) {
        this.scratch = scratch;
    }

    @Override
    public void predict(List<EncodeStep> batch) {
        EncodeStep first = batch.get(0);
        var denoiser = first.job().spec().denoiser();
        int pixels = batch.size() * first.pixels();
        upsampled = BatchBuffers.grown(upsampled, pixels * denoiser.channels());
        lowRes = BatchBuffers.grown(lowRes, pixels * 3);
        features = BatchBuffers.grown(features, pixels * denoiser.featureChannels());
        for (int n = 0; n < batch.size(); n++) {
            EncodeStep step = batch.get(n);
            PatchReader.lowRes(step.job().spec().lowRes(), step.patch().window(), n, lowRes, scratch);
            upsample(step, n);
        }
        denoiser.encode(
                new TileBatch(
                        batch.size(),
                        first.height(),
                        first.width(),
                        upsampled.slice(0, pixels * denoiser.channels()),
                        lowRes.slice(0, pixels * 3),
                        new int[batch.size()]),
                features.slice(0, pixels * denoiser.featureChannels()));
    }

    private void upsample(EncodeStep step, int n) {
        Rect window = step.patch().window();
        int factor = step.job().terms().factor();
        LatentUpsampler upsampler = scratch.upsampler(factor);
        float[] values = scratch.values(window.pixels());
        for (int group = 0; group < 3 * factor; group++) {
            if (group % factor == 0) {
                upsampler.select(step.job().spec().lowRes().plane(group / factor), window);
            }
            upsampler.filterColumns(group % factor);
            for (int dx = 0; dx < factor; dx++) {
                upsampler.plane(dx, values);
                int channel = n * 3 * factor * factor + group * factor + dx;
                upsampled.put(channel * window.pixels(), values, 0, window.pixels());
            }
        }
    }

    @Override
    public boolean write(EncodeStep step, int n) {
        Rect window = step.patch().window();
        Rect core = step.patch().core();
        int channels = step.job().spec().denoiser().featureChannels();
        float[] values = scratch.values(core.pixels());
        for (int channel = 0; channel < channels; channel++) {
            int from = ((n * channels + channel) * window.height() + core.y() - window.y()) * window.width()
                    + core.x()
                    - window.x();
            for (int y = 0; y < core.height(); y++) {
                features.get(from + y * window.width(), values, y * core.width(), core.width());
            }
            if (!PatchWriter.isFinite(values, core.pixels())) {
                return false;
            }
            step.job().state().writeFeatures(core, channel, values);
        }
        return true;
    }
}
