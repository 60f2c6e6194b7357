package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.decode.Demuxer;
import java.nio.file.Path;
import java.util.PriorityQueue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Where a clip ends when only its first frames are taken, read from packets without decoding them. */
final class FirstFrames {
    /** More frames than any codec reorders. */
    private static final int REORDERED = 64;

    private FirstFrames() {}

    /** The tick at which frame number {@code count} starts, or {@code Long.MAX_VALUE} when there are not so many. */
    static long end(Path file, long count) {
        PriorityQueue<Long> times = new PriorityQueue<>();
        long passed = 0;
        try (Demuxer demuxer = Demuxer.open(file, ClipLimits.defaults())) {
            demuxer.keepOnly(ClipProbe.probe(file, demuxer, ClipLimits.defaults())
                    .video()
                    .index());
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                if (packet.pts() != AV_NOPTS_VALUE) {
                    times.add(packet.pts());
                }
                // The earliest of so many cannot be overtaken any more.
                if (times.size() > REORDERED && passed++ == count) {
                    return times.remove();
                } else if (times.size() > REORDERED) {
                    times.remove();
                }
            }
        }
        return atRank(times, count - passed);
    }

    private static long atRank(PriorityQueue<Long> times, long rank) {
        for (long i = 0; i < rank && !times.isEmpty(); i++) {
            times.remove();
        }
        return times.isEmpty() ? Long.MAX_VALUE : times.remove();
    }
}
