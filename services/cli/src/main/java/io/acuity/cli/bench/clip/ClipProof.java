package io.acuity.cli.bench.clip;

import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.decode.SoundPacket;
import io.acuity.video.ffmpeg.RgbResizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a clip, found by reading source and result again.
 *
 * @param framesIn frames of the source
 * @param framesOut frames of the result
 * @param timesExact whether they are shown when and as long as those of the source, to the tick
 * @param misplaced frames that resemble another frame of the source more than their own
 * @param audioPackets packets of sound in the source
 * @param audioExact whether the result has the same, bit for bit and to the tick
 */
record ClipProof(
        long framesIn, long framesOut, boolean timesExact, long misplaced, long audioPackets, boolean audioExact) {
    /** How far frames are looked for that changed places; more than are ever on their way. */
    private static final int NEIGHBOURS = 96;

    /** Reads both; the source's pixels stay in memory, so it should be small. */
    static ClipProof of(Path source, Path result) {
        List<FramePixels> sources = new ArrayList<>();
        List<FrameTime> wanted = new ArrayList<>();
        read(source, frame -> {
            sources.add(frame.pixels());
            wanted.add(frame.time());
        });
        List<FrameTime> found = new ArrayList<>();
        List<Integer> misplaced = new ArrayList<>();
        read(result, frame -> {
            found.add(frame.time());
            int index = (int) frame.index();
            if (index >= sources.size() || !isNearest(frame.pixels(), index, sources)) {
                misplaced.add(index);
            }
        });
        List<SoundPacket> sound = SoundPacket.of(source);
        return new ClipProof(
                wanted.size(),
                found.size(),
                found.equals(wanted),
                misplaced.size(),
                sound.size(),
                SoundPacket.of(result).equals(sound));
    }

    boolean exact() {
        return framesIn == framesOut && timesExact && misplaced == 0 && audioPackets > 0 && audioExact;
    }

    @FunctionalInterface
    private interface FrameConsumer {
        void take(Frame frame);
    }

    private static void read(Path file, FrameConsumer consumer) {
        try (ClipReader reader = ClipReader.open(file)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                consumer.take(frame);
            }
        }
    }

    private static boolean isNearest(FramePixels result, int index, List<FramePixels> sources) {
        FramePixels own = sources.get(index);
        FramePixels small = RgbResizer.resize(result, own.width(), own.height());
        long difference = difference(small, own);
        int last = Math.min(sources.size() - 1, index + NEIGHBOURS);
        for (int other = Math.max(0, index - NEIGHBOURS); other <= last; other++) {
            if (difference(small, sources.get(other)) < difference) {
                return false;
            }
        }
        return true;
    }

    private static long difference(FramePixels one, FramePixels other) {
        byte[] left = one.samples();
        byte[] right = other.samples();
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
        }
        return sum;
    }
}
