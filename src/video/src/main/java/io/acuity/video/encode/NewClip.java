package io.acuity.video.encode;

import io.acuity.video.decode.Chapter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A clip that has no source: drawn frames, and what else shall be in it.
 *
 * @param target where; the extension chooses the container
 * @param shape what the frames are like
 * @param bitDepth their bits a sample, 8 or 16
 * @param settings how frames are encoded
 * @param rotation degrees clockwise a player shall turn the frames by
 * @param toneHertz pitch of an audio track with a tone, or 0 for none
 * @param subtitles text track; none when empty
 * @param chapters in order
 * @param metadata tags of the file
 */
public record NewClip(
        Path target,
        VideoShape shape,
        int bitDepth,
        EncodeSettings settings,
        int rotation,
        int toneHertz,
        List<Subtitle> subtitles,
        List<Chapter> chapters,
        Map<String, String> metadata) {
    /** Copies the collections. */
    public NewClip {
        subtitles = List.copyOf(subtitles);
        chapters = List.copyOf(chapters);
        metadata = Map.copyOf(metadata);
    }
}
