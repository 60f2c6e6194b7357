package io.acuity.video.decode;

import io.acuity.video.ClipException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * One packet of a clip's sound, as its container holds it: enough to say whether two clips sound the same bit for bit.
 *
 * @param stream index of its stream
 * @param pts when it is heard, in the stream's time base
 * @param duration likewise
 * @param sha256 of its bytes
 */
public record SoundPacket(int stream, long pts, long duration, String sha256) {
    /**
     * All of a clip, in the order of the file.
     *
     * @throws ClipException when the file is no clip
     */
    public static List<SoundPacket> of(Path file) {
        List<SoundPacket> packets = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, ClipLimits.defaults())) {
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                int stream = packet.stream_index();
                if (demuxer.stream(stream).codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO) {
                    packets.add(new SoundPacket(stream, packet.pts(), packet.duration(), hash(packet)));
                }
            }
        }
        return packets;
    }

    private static String hash(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
