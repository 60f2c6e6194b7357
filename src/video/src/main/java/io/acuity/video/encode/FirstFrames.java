package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
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
            int video = ClipProbe.probe(file, demuxer, ClipLimits.defaults())
                    .video()
                    .index();
            for (int i = 0; i < demuxer.streams(); i++) {
                if (i != video) {
                    demuxer.stream(i).discard(AVDISCARD_ALL);
                }
            }
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                if (packet.stream_index() == video && packet.pts() != AV_NOPTS_VALUE) {
                    times.add(packet.pts());
                }
                if (times.size() > REORDERED) {
                    long earliest = times.remove();
                    if (passed == count) {
                        return earliest;
                    }
                    passed++;
                }
            }
        }
        while (passed < count && !times.isEmpty()) {
            times.remove();
            passed++;
        }
        return times.isEmpty() ? Long.MAX_VALUE : times.remove();
    }
}
