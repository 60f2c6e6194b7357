package io.acuity.video.sample;

import io.acuity.video.ClipException;
import io.acuity.video.ColourTags;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.PixelBox;
import io.acuity.video.Rational;
import io.acuity.video.decode.Chapter;
import io.acuity.video.encode.ClipContainer;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.NewClip;
import io.acuity.video.encode.NewClipWriter;
import io.acuity.video.encode.Subtitle;
import io.acuity.video.encode.VideoCodec;
import io.acuity.video.encode.VideoShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws a clip and writes it. What is in frame n is a function of settings and n.
 *
 * @param settings what to draw
 */
public record SampleClip(SampleClipSettings settings) {
    private static final int TICKS_PER_SECOND = 12_800;
    private static final int FRAME_TICKS = 512;
    /** Lengths of the frames of a clip of variable rate, over and over: 12.5 to 50 a second. */
    private static final int[] VARIABLE_TICKS = {512, 256, 768, 1024, 513, 300};

    private static final int TONE = 440;
    private static final Rational TIME_BASE = new Rational(1, TICKS_PER_SECOND);

    /** When frame {@code index} is shown. */
    public FrameTime time(int index) {
        if (!settings.variableRate()) {
            return new FrameTime((long) index * FRAME_TICKS, FRAME_TICKS, TIME_BASE);
        }
        long cycle = 0;
        for (int ticks : VARIABLE_TICKS) {
            cycle += ticks;
        }
        long pts = index / VARIABLE_TICKS.length * cycle;
        int place = index % VARIABLE_TICKS.length;
        for (int i = 0; i < place; i++) {
            pts += VARIABLE_TICKS[i];
        }
        return new FrameTime(pts, VARIABLE_TICKS[place], TIME_BASE);
    }

    /** Where the moving object is in frame {@code index}. */
    public PixelBox object(int index) {
        double side = Math.sqrt(SampleClipSettings.OBJECT_SHARE);
        int width = (int) Math.round(settings.width() * side);
        int height = (int) Math.round(settings.height() * side);
        return new PixelBox(
                bounce(5L * index, settings.width() - width),
                bounce(3L * index, settings.height() - height),
                width,
                height);
    }

    /**
     * Writes the clip; returns the size of the file in bytes. Lossy encoders throw noise away, however high their
     * quality: where nobody chose a codec, a clip of noise is written by FFV1, for which the target must be Matroska.
     */
    public long write(Path target, EncodeSettings encoding) {
        FrameTime last = time(settings.frames() - 1);
        double seconds = last.end() * TIME_BASE.value();
        Rational rate = settings.variableRate()
                ? new Rational(settings.frames() * TICKS_PER_SECOND, Math.toIntExact(last.end()))
                : new Rational(TICKS_PER_SECOND / FRAME_TICKS, 1);
        VideoShape shape = new VideoShape(
                settings.width(), settings.height(), TIME_BASE, rate, new Rational(1, 1), ColourTags.UNSPECIFIED);
        NewClip clip = new NewClip(
                target,
                shape,
                8,
                settings.scene() == SampleScene.STILL_NOISE ? keepingNoise(target, encoding) : encoding,
                settings.rotation(),
                settings.tone() ? TONE : 0,
                settings.subtitles() ? subtitles(seconds) : List.of(),
                settings.chapters() ? chapters(last.end()) : List.of(),
                Map.of("title", "Acuity sample", "comment", settings.scene() + ", seed " + settings.seed()));
        try (NewClipWriter writer = NewClipWriter.open(clip)) {
            SampleFrames frames = new SampleFrames(settings);
            for (int i = 0; i < settings.frames(); i++) {
                writer.write(new Frame(i, time(i), i == 0, frames.draw(i, object(i))));
            }
            return writer.finish();
        }
    }

    /** All frames as drawn, before any codec; for short clips. */
    public List<FramePixels> draw() {
        SampleFrames frames = new SampleFrames(settings);
        List<FramePixels> drawn = new ArrayList<>();
        for (int i = 0; i < settings.frames(); i++) {
            drawn.add(frames.draw(i, object(i)));
        }
        return drawn;
    }

    private static EncodeSettings keepingNoise(Path target, EncodeSettings encoding) {
        if (encoding.codec() != null) {
            return encoding;
        }
        if (ClipContainer.of(target) != ClipContainer.MKV) {
            throw new ClipException(
                    ClipException.Reason.UNSUPPORTED,
                    "A clip of sensor noise is written without loss, or the noise would be gone; end its name in .mkv.");
        }
        return encoding.withCodec(VideoCodec.FFV1);
    }

    private static List<Subtitle> subtitles(double seconds) {
        List<Subtitle> subtitles = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            subtitles.add(new Subtitle(1000L * second, 800, "Second " + second));
        }
        return subtitles;
    }

    private static List<Chapter> chapters(long end) {
        return List.of(
                new Chapter(1, 0, end / 2, TIME_BASE, Map.of("title", "First half")),
                new Chapter(2, end / 2, end, TIME_BASE, Map.of("title", "Second half")));
    }

    private static int bounce(long way, int room) {
        if (room < 1) {
            return 0;
        }
        long phase = way % (2L * room);
        return (int) (phase <= room ? phase : 2L * room - phase);
    }
}
