package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.GatedBatch;
import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.mask.MaskedChain;
import io.acuity.diffusion.preview.PreviewRaster;
import io.acuity.diffusion.tiles.Rect;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trunk's call: states, features and masks of rectangles in; the active pixels of their cores a step further out. */
final class RefineCall implements NetworkCall<RefineStep> {
    private FloatBuffer states = BlockPool.allocate(0);
    private FloatBuffer features = BlockPool.allocate(0);
    private FloatBuffer masks = BlockPool.allocate(0);
    private FloatBuffer predictions = BlockPool.allocate(0);
    private float[] plane = new float[0];
    private float[] state = new float[0];
    private float[] noise = new float[0];
    private float[] zeros = new float[0];
    /** The states of a window's pixels that wait. */
    private float[] waited = new float[0];

    private final WaitingState waiting;
    /** Where noise is needed: what becomes active on the way in, what is active on the way out. */
    private float[] wanted = new float[0];

    private PixelTerms terms = new PixelTerms(0);

    /** Per pixel of a rectangle: what its state, the prediction and noise count for. */
    private static final class PixelTerms {
        private final float[] first;
        private final float[] second;
        private final float[] third;

        PixelTerms(int pixels) {
            first = new float[pixels];
            second = new float[pixels];
            third = new float[pixels];
        }
    }

    RefineCall(PlaneScratch scratch) {
        this.waiting = new WaitingState(scratch);
    }

    @Override
    public void predict(List<RefineStep> batch) {
        RefineStep model = batch.get(0);
        GatedDenoiser denoiser = model.job().spec().denoiser();
        int pixels = batch.size() * model.pixels();
        states = BatchBuffers.grown(states, pixels * denoiser.channels());
        features = BatchBuffers.grown(features, pixels * denoiser.featureChannels());
        masks = BatchBuffers.grown(masks, pixels * 2);
        predictions = BatchBuffers.grown(predictions, pixels * denoiser.channels());
        reserve(model.pixels(), model.job().terms().factor());
        for (int n = 0; n < batch.size(); n++) {
            read(batch.get(n), n);
        }
        denoiser.refine(
                new GatedBatch(
                        batch.size(),
                        model.height(),
                        model.width(),
                        states.slice(0, pixels * denoiser.channels()),
                        features.slice(0, pixels * denoiser.featureChannels()),
                        masks.slice(0, pixels * 2),
                        batch.stream().mapToInt(RefineStep::index).toArray()),
                predictions.slice(0, pixels * denoiser.channels()));
    }

    private void reserve(int pixels, int factor) {
        if (plane.length < pixels) {
            plane = new float[pixels];
            state = new float[pixels];
            noise = new float[pixels * factor];
            zeros = new float[pixels];
            waited = new float[pixels];
            wanted = new float[pixels];
            terms = new PixelTerms(pixels);
        }
    }

    private void read(RefineStep step, int n) {
        int pixels = step.pixels();
        MaskedJob job = step.job();
        Rect window = step.patch().window();
        boolean padded = window.pixels() < pixels;
        boolean anyWaited = readMasks(step, n);
        int featureChannels = job.spec().denoiser().featureChannels();
        if (padded) {
            for (int channel = 0; channel < featureChannels; channel++) {
                features.put((n * featureChannels + channel) * pixels, zeros, 0, pixels);
            }
        }
        job.state().readFeatures(window, features, n, step.width(), pixels);
        readStates(step, n, anyWaited);
    }

    /** Fills masks and the terms of the network's input; whether the network sees any pixel in the state it waited in. */
    private boolean readMasks(RefineStep step, int n) {
        int pixels = step.pixels();
        Rect window = step.patch().window();
        MaskedChain process = step.job().spec().process();
        ActivationSteps activation = step.job().spec().activation();
        float scale = process.inputScale(step.index());
        boolean seesWaiting = step.job().spec().denoiser().seesWaiting();
        System.arraycopy(zeros, 0, terms.first, 0, pixels);
        System.arraycopy(zeros, 0, terms.second, 0, pixels);
        System.arraycopy(zeros, 0, plane, 0, pixels);
        boolean anyWaited = false;
        float[] active = plane;
        float[] fresh = terms.third;
        System.arraycopy(zeros, 0, fresh, 0, pixels);
        for (int y = 0; y < window.height(); y++) {
            for (int x = 0; x < window.width(); x++) {
                int first = activation.at(window.y() + y, window.x() + x) - 1;
                int at = y * step.width() + x;
                boolean waited = first == step.index() || (seesWaiting && first < step.index());
                wanted[y * window.width() + x] = waited ? 1 : 0;
                terms.second[at] = waited ? scale : 0;
                active[at] = first >= step.index() ? 1 : 0;
                fresh[at] = first == step.index() ? 1 : 0;
                terms.first[at] = first > step.index() ? scale : 0;
                anyWaited |= waited;
            }
        }
        masks.put(2 * n * pixels, active, 0, pixels);
        masks.put((2 * n + 1) * pixels, fresh, 0, pixels);
        return anyWaited;
    }

    private void readStates(RefineStep step, int n, boolean anyWaited) {
        int pixels = step.pixels();
        Rect window = step.patch().window();
        MaskedJob job = step.job();
        int channels = job.spec().denoiser().channels();
        for (int channel = 0; channel < channels; channel++) {
            if (anyWaited) {
                waiting.fill(step, channel, wanted, waited);
            }
            job.state().read(window, channel, plane, step.width());
            for (int y = 0; y < window.height(); y++) {
                for (int x = 0; x < window.width(); x++) {
                    int at = y * step.width() + x;
                    float closed = anyWaited ? terms.second[at] * waited[y * window.width() + x] : 0;
                    plane[at] = terms.first[at] == 0 ? closed : terms.first[at] * plane[at];
                }
                clear(y * step.width() + window.width(), (y + 1) * step.width());
            }
            clear(window.height() * step.width(), pixels);
            states.put((n * channels + channel) * pixels, plane, 0, pixels);
        }
    }

    private void clear(int from, int to) {
        java.util.Arrays.fill(plane, from, to, 0);
    }

    @Override
    public boolean write(RefineStep step, int n) {
        Rect core = step.patch().core();
        MaskedJob job = step.job();
        int factor = job.terms().factor();
        int channels = job.spec().denoiser().channels();
        boolean noisy = fillRules(step);
        for (int channel = 0; channel < channels; channel++) {
            if (noisy && channel % factor == 0) {
                job.noise().fill(core, step.index(), channel / factor, wanted, noise);
            }
            int noiseFrom = channel % factor * core.pixels();
            int from = ((n * channels + channel) * step.height()
                                    + core.y()
                                    - step.patch().window().y())
                            * step.width()
                    + core.x()
                    - step.patch().window().x();
            for (int y = 0; y < core.height(); y++) {
                states.get(from + y * step.width(), state, y * core.width(), core.width());
                predictions.get(from + y * step.width(), plane, y * core.width(), core.width());
            }
            show(job.raster(), core, channel);
            for (int i = 0; i < core.pixels(); i++) {
                plane[i] = terms.first[i] * state[i] + terms.second[i] * plane[i];
            }
            if (noisy) {
                for (int i = 0; i < core.pixels(); i++) {
                    plane[i] += terms.third[i] * noise[noiseFrom + i];
                }
            }
            if (!PatchWriter.isFinite(plane, core.pixels())) {
                return false;
            }
            job.state().write(core, channel, plane);
        }
        return true;
    }

    /** Shows those who look on what the network takes the image to be. */
    private void show(@Nullable PreviewRaster raster, Rect core, int channel) {
        if (raster != null) {
            raster.residual(core, channel, plane, wanted);
        }
    }

    /** Fills the terms of the step's rules for the core; whether any of them adds noise. */
    private boolean fillRules(RefineStep step) {
        Rect core = step.patch().core();
        MaskedChain process = step.job().spec().process();
        ActivationSteps activation = step.job().spec().activation();
        MaskedChain.Rule refine = process.refine(step.index());
        MaskedChain.Rule activate = process.activate(step.index());
        float unscale = 1 / process.inputScale(step.index());
        for (int y = 0, at = 0; y < core.height(); y++) {
            for (int x = 0; x < core.width(); x++, at++) {
                int first = activation.at(core.y() + y, core.x() + x) - 1;
                boolean fresh = first == step.index();
                wanted[at] = first >= step.index() ? 1 : 0;
                MaskedChain.Rule rule = fresh ? activate : refine;
                terms.first[at] = rule.stateWeight() * unscale;
                terms.second[at] = rule.cleanWeight();
                terms.third[at] = rule.deviation();
            }
        }
        return refine.deviation() != 0 || activate.deviation() != 0;
    }
}
