package io.acuity.video.sample;

import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.PixelBox;
import java.util.SplittableRandom;

/** Draws the frames of a sample clip. */
final class SampleFrames {
    private final SampleClipSettings settings;
    private final FramePixels background;
    private final FramePixels later;
    private final byte[] object;

    SampleFrames(SampleClipSettings settings) {
        this.settings = settings;
        this.background = texture(settings, 0);
        this.later = settings.scene() == SampleScene.SCENE_CUT ? inverted(texture(settings, 1)) : background;
        this.object = new Texture(settings.seed() + 2).draw(settings.width(), settings.height());
    }

    FramePixels draw(int index, PixelBox place) {
        FramePixels behind = 2 * index < settings.frames() ? background : later;
        if (settings.scene() == SampleScene.STILL_NOISE) {
            return noisy(behind, index);
        }
        FrameCanvas canvas = new FrameCanvas(behind);
        FramePixels whole = new FramePixels(settings.width(), settings.height(), 8, object);
        canvas.paste(whole.part(new PixelBox(0, 0, place.width(), place.height())), place.x(), place.y());
        return canvas.snapshot();
    }

    private FramePixels noisy(FramePixels still, int index) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + index);
        byte[] samples = still.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.clamp(Math.round((samples[i] & 0xFF) + random.nextGaussian()), 0, 255);
        }
        return new FramePixels(still.width(), still.height(), 8, samples);
    }

    private static FramePixels texture(SampleClipSettings settings, long which) {
        byte[] samples = new Texture(settings.seed() + which).draw(settings.width(), settings.height());
        return new FramePixels(settings.width(), settings.height(), 8, samples);
    }

    /** Dark where it was light: nothing like the first scene. */
    private static FramePixels inverted(FramePixels pixels) {
        byte[] samples = pixels.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (255 - (samples[i] & 0xFF) / 2);
        }
        return new FramePixels(pixels.width(), pixels.height(), 8, samples);
    }
}
