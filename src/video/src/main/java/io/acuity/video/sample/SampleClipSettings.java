package io.acuity.video.sample;

/**
 * What a drawn clip is like.
 *
 * @param scene what it shows
 * @param width columns
 * @param height rows
 * @param frames how many
 * @param seed of everything random in it
 * @param variableRate frames of different lengths instead of 25 a second
 * @param tone with an audio track
 * @param subtitles with a text track
 * @param chapters with two chapters
 * @param rotation degrees clockwise players shall turn it by, as clips of telephones have
 */
public record SampleClipSettings(
        SampleScene scene,
        int width,
        int height,
        int frames,
        long seed,
        boolean variableRate,
        boolean tone,
        boolean subtitles,
        boolean chapters,
        int rotation) {
    /** Share of the frame the moving object covers. */
    public static final double OBJECT_SHARE = 0.15;

    /** Validates the ranges. */
    public SampleClipSettings {
        if (width < 16 || height < 16 || frames < 1) {
            throw new IllegalArgumentException("A sample clip has at least one frame of at least 16×16 pixels, not "
                    + frames + " of " + width + "×" + height + ".");
        }
        if (rotation % 90 != 0) {
            throw new IllegalArgumentException("A clip is turned by quarters of a turn, not by " + rotation + "°.");
        }
    }

    /** A clip of constant rate with nothing but pictures. */
    public static SampleClipSettings plain(SampleScene scene, int width, int height, int frames) {
        return new SampleClipSettings(scene, width, height, frames, 1, false, false, false, false, 0);
    }

    /** The same with all a clip may have: variable rate, tone, subtitles and chapters. */
    public SampleClipSettings withEverything() {
        return new SampleClipSettings(scene, width, height, frames, seed, true, true, true, true, rotation);
    }

    /** The same, to be turned by players. */
    public SampleClipSettings rotated(int degrees) {
        return new SampleClipSettings(
                scene, width, height, frames, seed, variableRate, tone, subtitles, chapters, degrees);
    }
}
