package io.acuity.video.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * How many bytes a file lacks by its own account: ISO media (mp4, mov) by its top-level boxes, Matroska and WebM by the
 * size of the segment, RIFF (AVI) by the size of the file chunk. A demuxer takes the end of a file for the end of the
 * clip; this tells a cut-off download from a short clip. Sources: ISO/IEC 14496-12 §4.2, RFC 8794 §4 and §6.
 */
final class ContainerEnd {
    private static final int HEADER = 16;
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int RIFF = 0x52494646;
    private static final int FTYP = 0x66747970;
    private static final int MOOV = 0x6D6F6F76;
    private static final int MDAT = 0x6D646174;
    private static final int MAX_BOXES = 100_000;

    private ContainerEnd() {}

    /** Bytes that should follow the end of the file; 0 when none or when the format does not say. */
    static long missingBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer head = read(channel, 0);
            if (head.remaining() < HEADER) {
                return 0;
            }
            int first = head.getInt(0);
            int second = head.getInt(4);
            if (first == EBML) {
                return matroska(channel, size);
            }
            if (first == RIFF) {
                long promised = Integer.toUnsignedLong(
                                head.order(ByteOrder.LITTLE_ENDIAN).getInt(4))
                        + 8;
                return Math.max(0, promised - size);
            }
            return second == FTYP || second == MOOV || second == MDAT ? boxes(channel, size) : 0;
        }
    }

    private static long boxes(FileChannel channel, long size) throws IOException {
        long at = 0;
        for (int i = 0; i < MAX_BOXES && at < size; i++) {
            ByteBuffer head = read(channel, at);
            if (head.remaining() < 8) {
                return 0;
            }
            long length = Integer.toUnsignedLong(head.getInt(0));
            if (length == 1 && head.remaining() >= HEADER) {
                length = head.getLong(8);
            }
            if (length < 8) {
                return 0; // 0 means "to the end of the file"; anything else is not a box
            }
            at += length;
        }
        return Math.max(0, at - size);
    }

    private static long matroska(FileChannel channel, long size) throws IOException {
        long at = 0;
        while (at < size) {
            ByteBuffer head = read(channel, at);
            if (head.remaining() < 12) {
                return 0;
            }
            int lengthAt = 4;
            int width = Integer.numberOfLeadingZeros(head.get(lengthAt) & 0xFF) - 23;
            if (width > 8 || (head.getInt(0) != EBML && head.getInt(0) != SEGMENT)) {
                return 0;
            }
            long length = head.get(lengthAt) & (0xFF >> width);
            for (int i = 1; i < width; i++) {
                length = (length << 8) | (head.get(lengthAt + i) & 0xFF);
            }
            if (length == (1L << (7 * width)) - 1) {
                return 0; // unknown, as in live recordings
            }
            at += lengthAt + width + length;
            if (head.getInt(0) == SEGMENT) {
                return Math.max(0, at - size);
            }
        }
        return 0;
    }

    private static ByteBuffer read(FileChannel channel, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            // a read may return less than asked for
        }
        return buffer.flip();
    }
}
