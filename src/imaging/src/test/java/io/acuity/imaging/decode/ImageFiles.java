package io.acuity.imaging.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds and alters image files byte by byte. */
final class ImageFiles {
    private ImageFiles() {}

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(ImageFiles.class.getResourceAsStream("/pictures/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TIFF block of EXIF with nothing but an orientation. */
    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I', 42, 0})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putInt(orientation)
                .putInt(0)
                .array();
    }

    /** A JPEG with one more segment, behind the start marker and JFIF. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
        boolean jfif = jpeg[3] == (byte) 0xE0;
        int at = jfif ? 4 + ByteBuffer.wrap(jpeg).getShort(4) : 2;
        ByteBuffer segment = ByteBuffer.allocate(payload.length + 4)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (payload.length + 2))
                .put(payload);
        return join(Arrays.copyOf(jpeg, at), segment.array(), Arrays.copyOfRange(jpeg, at, jpeg.length));
    }

    /** The payload of the only segment with this profile. */
    static byte[] profileSegment(byte[] profile) {
        return join("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII), new byte[] {1, 1}, profile);
    }

    static byte[] exifSegment(int orientation) {
        return join("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(orientation));
    }

    /** A PNG with one more chunk, behind its header. */
    static byte[] withChunk(byte[] png, String type, byte[] data) {
        int afterHeader = 8 + 25;
        return join(
                Arrays.copyOf(png, afterHeader), chunk(type, data), Arrays.copyOfRange(png, afterHeader, png.length));
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] body = join(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    /** The content of an iCCP chunk. */
    static byte[] profileChunk(byte[] profile) {
        return join(new byte[] {'p', 0, 0}, deflated(profile));
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        deflater.setInput(data);
        deflater.finish();
        byte[] buffer = new byte[data.length + 100];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }

    /** A PNG of nothing but a header that promises a size, and an end. */
    static byte[] pngHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                chunk("IHDR", header),
                chunk("IDAT", deflated(new byte[100])),
                chunk("IEND", new byte[0]));
    }

    /** A PNG of any colour type with the given raw rows (each begins with filter byte 0). */
    static byte[] png(int width, int height, int bitDepth, int colourType, byte[] rows) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {(byte) bitDepth, (byte) colourType, 0, 0, 0})
                .array();
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                chunk("IHDR", header),
                chunk("IDAT", deflated(rows)),
                chunk("IEND", new byte[0]));
    }

    /** An uncompressed TIFF of one strip. */
    static byte[] tiff(int width, int height, byte[] samples, Map<Integer, Integer> shortTags, byte[] profile) {
        TreeMap<Integer, int[]> entries = new TreeMap<>();
        shortTags.forEach((tag, value) -> entries.put(tag, new int[] {3, 1, value}));
        entries.put(256, new int[] {3, 1, width});
        entries.put(257, new int[] {3, 1, height});
        entries.putIfAbsent(259, new int[] {3, 1, 1});
        entries.put(273, new int[] {4, 1, 8});
        entries.put(278, new int[] {3, 1, height});
        entries.put(279, new int[] {4, 1, samples.length});
        if (profile.length > 0) {
            entries.put(34675, new int[] {7, profile.length, 8 + samples.length});
        }
        int bands = shortTags.getOrDefault(277, 1);
        int bitsAt = 8 + samples.length + profile.length;
        if (bands > 2) {
            entries.put(258, new int[] {3, bands, bitsAt});
        }
        ByteBuffer file = ByteBuffer.allocate(bitsAt + 2 * bands + 6 + 12 * entries.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I', 42, 0})
                .putInt(bitsAt + 2 * bands)
                .put(samples)
                .put(profile);
        for (int band = 0; band < bands; band++) {
            file.putShort((short) (int) shortTags.getOrDefault(258, 8));
        }
        file.putShort((short) entries.size());
        entries.forEach((tag, entry) -> file.putShort((short) (int) tag)
                .putShort((short) entry[0])
                .putInt(entry[1])
                .putInt(entry[2]));
        return file.putInt(0).array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
