package io.acuity.video.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.PixelBox;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that hold for every clip, and the behaviour that is wanted of typical ones. */
class ChangedTilesTest {
    private static final int HALO = 12;
    private static final ChangeSettings SETTINGS = ChangeSettings.withHalo(HALO);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void reusesATileOnlyWhereItResemblesWhatItWasComputedFrom(long seed) {
        // given random clips of odd sizes with patches that come, go and fade
        SplittableRandom random = new SplittableRandom(seed);
        int width = 40 + random.nextInt(120);
        int height = 40 + random.nextInt(90);
        int depth = random.nextBoolean() ? 8 : 16;
        List<FramePixels> frames = wanderingPatches(random, width, height, depth);
        ChangeSettings settings = SETTINGS.withRefreshInterval(7);
        ChangedTiles detector = new ChangedTiles(settings);
        FramePixels[] computedFrom = new FramePixels[0];
        int[] computedAt = new int[0];

        for (int n = 0; n < frames.size(); n++) {
            // when
            FramePixels frame = frames.get(n);
            TileChanges changes = detector.next(frame);

            // then every tile is inside a rectangle, or resembles its source with halo and is not too old
            if (n == 0) {
                computedFrom = new FramePixels[changes.tiles()];
                computedAt = new int[changes.tiles()];
                assertThat(changes.sceneCut()).isTrue();
            }
            for (int tile = 0; tile < changes.tiles(); tile++) {
                PixelBox core = detector.tile(tile);
                PixelBox window = core.grown(HALO, width, height);
                if (changes.rectangles().stream().anyMatch(r -> r.contains(core))) {
                    computedFrom[tile] = frame.part(window);
                    computedAt[tile] = n;
                }
                assertThat(meanDifference(frame.part(window), computedFrom[tile]))
                        .as("seed %d, frame %d, tile %d", seed, n, tile)
                        .isLessThanOrEqualTo(settings.threshold() * 1.01);
                assertThat(n - computedAt[tile]).isLessThan(settings.refreshInterval());
            }
            assertThat(changes.changed() + changes.refreshed() + changes.skipped())
                    .isEqualTo(changes.tiles());
            assertThat(changes.sourcePixels()).isLessThanOrEqualTo((long) width * height);
        }
    }

    @Test
    void isDeterministic() {
        List<FramePixels> frames = wanderingPatches(new SplittableRandom(11), 120, 80, 8);

        assertThat(changes(frames, SETTINGS)).isEqualTo(changes(frames, SETTINGS));
    }

    @Test
    void computesNothingWhereNothingMovesButNoise() {
        // given a still scene with sensor noise of one level
        List<FramePixels> frames =
                new SampleClip(SampleClipSettings.plain(SampleScene.STILL_NOISE, 320, 180, 20)).draw();

        // when
        List<TileChanges> changes = changes(frames, SETTINGS.withRefreshInterval(1000));

        // then only the first frame is computed, and later ones but for turns
        assertThat(changes.subList(1, 20))
                .allSatisfy(c -> assertThat(c.changed()).isZero());
    }

    @Test
    void noticesSomethingSmallASlowFadeAndMovingTexture() {
        // given a textured scene
        FramePixels still = new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 160, 96, 1))
                .draw()
                .get(0);

        // when three pixels in a square become lighter
        FramePixels speck = shifted(still, new PixelBox(80, 40, 3, 3), 30);
        assertThat(changes(List.of(still, speck), SETTINGS).get(1).changed()).isBetween(1, 9);

        // when the light fades by a quarter of a level a frame
        List<FramePixels> fade = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 8; n++) {
            fade.add(faded(still, 0.25 * n, random));
        }
        List<TileChanges> faded = changes(fade, SETTINGS.withRefreshInterval(1000));
        long computed = faded.subList(1, 5).stream()
                .flatMap(c -> c.rectangles().stream())
                .mapToLong(PixelBox::area)
                .sum();
        assertThat(computed).isGreaterThanOrEqualTo(160 * 96);

        // when texture of little contrast moves by a pixel, so that its mean stays
        FramePixels before = stripes(still.width(), still.height(), 0);
        FramePixels after = stripes(still.width(), still.height(), 1);
        assertThat(changes(List.of(before, after), SETTINGS).get(1).changed()).isPositive();
    }

    @Test
    void spreadsTheForcedRefreshOverTheInterval() {
        // given a scene in which nothing ever changes
        FramePixels still = FramePixels.black(640, 360, 8);
        List<FramePixels> frames = new ArrayList<>();
        for (int n = 0; n <= 60; n++) {
            frames.add(still);
        }

        // when each tile must be computed within 60 frames
        List<TileChanges> changes = changes(frames, SETTINGS.withRefreshInterval(60));

        // then each has one turn, and no frame has many
        int tiles = changes.get(0).tiles();
        assertThat(changes.subList(1, 61).stream()
                        .mapToInt(TileChanges::refreshed)
                        .sum())
                .isEqualTo(tiles);
        assertThat(changes.subList(1, 61))
                .allSatisfy(c -> assertThat(c.refreshed()).isLessThanOrEqualTo(tiles / 60 + 4));
    }

    @Test
    void computesAllOfTheFirstFrameOfAScene() {
        // given a clip with a cut in the middle
        List<FramePixels> frames = new SampleClip(SampleClipSettings.plain(SampleScene.SCENE_CUT, 320, 180, 12)).draw();

        // when
        List<TileChanges> changes = changes(frames, SETTINGS);

        // then
        for (int n = 0; n < 12; n++) {
            assertThat(changes.get(n).sceneCut()).as("frame %d", n).isEqualTo(n == 0 || n == 6);
        }
        assertThat(changes.get(6).rectangles()).containsExactly(new PixelBox(0, 0, 320, 180));
    }

    @Test
    void coversAMovingObjectWithLittleMore() {
        // given
        SampleClip clip = new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 1280, 720, 12));

        // when
        List<TileChanges> changes = changes(clip.draw(), ChangeSettings.withHalo(16));

        // then the rectangles with halo are the object's 15 % and less than 15 % more
        for (int n = 1; n < changes.size(); n++) {
            double share = changes.get(n).sourcePixels() / (1280.0 * 720);
            assertThat(share).as("frame %d", n).isBetween(0.15, 0.30);
            assertThat(changes.get(n).rectangles()).hasSizeLessThan(12);
        }
    }

    @Test
    void keepsAStillSceneStillerThanItsSource() {
        // given sensor noise and a network that keeps noise as it is
        List<FramePixels> frames =
                new SampleClip(SampleClipSettings.plain(SampleScene.STILL_NOISE, 320, 180, 40)).draw();
        ChangedTiles detector = new ChangedTiles(SETTINGS.withRefreshInterval(20));

        // when results are reused
        FrameCanvas canvas = new FrameCanvas(320, 180, 8);
        List<FramePixels> results = new ArrayList<>();
        for (FramePixels frame : frames) {
            for (PixelBox box : detector.next(frame).rectangles()) {
                canvas.paste(frame.part(box), box.x(), box.y());
            }
            results.add(canvas.snapshot());
        }

        // then they flicker far less than the source
        assertThat(flicker(frames)).isCloseTo(1.15, within(0.1));
        assertThat(flicker(results)).isLessThan(0.25 * flicker(frames));
    }

    private static double flicker(List<FramePixels> frames) {
        double sum = 0;
        for (int n = 1; n < frames.size(); n++) {
            sum += meanDifference(frames.get(n), frames.get(n - 1));
        }
        return sum / (frames.size() - 1);
    }

    private static List<TileChanges> changes(List<FramePixels> frames, ChangeSettings settings) {
        ChangedTiles detector = new ChangedTiles(settings);
        return frames.stream().map(detector::next).toList();
    }

    private static double meanDifference(FramePixels a, FramePixels b) {
        double sum = 0;
        int step = a.bitDepth() / 8;
        for (int i = 0; i < a.samples().length; i += step) {
            int difference = (a.samples()[i] & 0xFF) - (b.samples()[i] & 0xFF);
            sum += Math.abs(difference);
        }
        return sum * step / a.samples().length;
    }

    private static List<FramePixels> wanderingPatches(SplittableRandom random, int width, int height, int depth) {
        List<FramePixels> frames = new ArrayList<>();
        FramePixels now = FramePixels.black(width, height, depth);
        for (int n = 0; n < 16; n++) {
            int w = 1 + random.nextInt(width / 2);
            int h = 1 + random.nextInt(height / 2);
            PixelBox patch = new PixelBox(random.nextInt(width - w), random.nextInt(height - h), w, h);
            now = shifted(now, patch, random.nextInt(-3, 40));
            frames.add(now);
        }
        return frames;
    }

    private static FramePixels shifted(FramePixels pixels, PixelBox box, int levels) {
        byte[] samples = pixels.samples().clone();
        int step = pixels.bitDepth() / 8;
        for (int y = box.y(); y < box.bottom(); y++) {
            for (int i = (y * pixels.width() + box.x()) * 3; i < (y * pixels.width() + box.right()) * 3; i++) {
                samples[i * step] = (byte) Math.clamp((samples[i * step] & 0xFF) + (long) levels, 0, 255);
            }
        }
        return new FramePixels(pixels.width(), pixels.height(), pixels.bitDepth(), samples);
    }

    private static FramePixels faded(FramePixels pixels, double levels, SplittableRandom random) {
        byte[] samples = pixels.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    (byte) Math.clamp(Math.round((samples[i] & 0xFF) - levels + random.nextDouble() - 0.5), 0, 255);
        }
        return new FramePixels(pixels.width(), pixels.height(), 8, samples);
    }

    private static FramePixels stripes(int width, int height, int phase) {
        byte[] samples = new byte[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (128 + ((i / 3 % width + phase) % 2 == 0 ? 2 : -2));
        }
        return new FramePixels(width, height, 8, samples);
    }
}
