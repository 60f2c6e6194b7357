package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.acuity.video.ClipException;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SegmentWriter} wrote, packet by packet. Owns native memory; one thread at a time. */
final class SegmentPackets implements AutoCloseable {
    private static final int MAX_HEADER = 1 << 20;

    private final Path file;
    private final CheckedInputStream checked;
    private final DataInputStream in;
    private final AVPacket packet;
    private int packets;

    private SegmentPackets(Path file, CheckedInputStream checked) {
        this.file = file;
        this.checked = checked;
        this.in = new DataInputStream(checked);
        this.packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    }

    /**
     * Opens a file whose packets an encoder with this header made.
     *
     * @throws ClipException {@code INTERNAL} when the file is damaged or another encoder made it
     */
    static SegmentPackets open(Path file, byte[] encoderHeader) {
        try {
            SegmentPackets packets = new SegmentPackets(
                    file, new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), new CRC32C()));
            try {
                packets.requireHeader(encoderHeader);
                return packets;
            } catch (IOException | RuntimeException e) {
                packets.close();
                throw e;
            }
        } catch (IOException e) {
            throw broken(file, "it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private void requireHeader(byte[] encoderHeader) throws IOException {
        if (in.readInt() != SegmentWriter.MAGIC || in.readInt() != SegmentWriter.VERSION) {
            throw broken(file, "it is no piece of a clip of this version", null);
        }
        int length = in.readInt();
        if (length < 0 || length > MAX_HEADER || !Arrays.equals(in.readNBytes(length), encoderHeader)) {
            throw broken(file, "another encoder or another setting made it", null);
        }
    }

    /** The next packet, valid until the next call, or null at the end of a file that is whole. */
    @Nullable
    AVPacket next() {
        av_packet_unref(packet);
        try {
            if (in.readByte() == 0) {
                requireWhole();
                return null;
            }
            long pts = in.readLong();
            long dts = in.readLong();
            long duration = in.readLong();
            int flags = in.readInt();
            int size = in.readInt();
            byte[] bytes = in.readNBytes(Math.max(0, size));
            if (bytes.length != size) {
                throw broken(file, "it ends in the middle of a packet", null);
            }
            Ffmpeg.check(av_new_packet(packet, size), "joining the clip");
            packet.data().put(bytes);
            packets++;
            return packet.pts(pts).dts(dts).duration(duration).flags(flags);
        } catch (IOException e) {
            throw broken(file, "it ends too early or cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private void requireWhole() throws IOException {
        int frames = in.readInt();
        long computed = checked.getChecksum().getValue();
        if (in.readLong() != computed || frames != packets) {
            throw broken(file, "its checksum is another one", null);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        try {
            in.close();
        } catch (IOException e) {
            throw broken(file, "it cannot be closed (" + e.getMessage() + ")", e);
        }
    }

    private static ClipException broken(Path file, String why, @Nullable Throwable cause) {
        String sentence = "The piece " + file + " cannot be used: " + why + "; remove its folder and start again.";
        return cause == null
                ? new ClipException(ClipException.Reason.INTERNAL, sentence)
                : new ClipException(ClipException.Reason.INTERNAL, sentence, cause);
    }
}
