package io.acuity.video.pam;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.acuity.video.ClipException;
import io.acuity.video.FramePixels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lossless format frames travel in: a PAM file (Netpbm's P7, three channels, 8 bits, or 16 with the high byte
 * first) inside one zstd frame of level 1 with content size and checksum. Both are written by many tools:
 * {@code zstd -d < frame | pamtopng} shows one. Stateless and thread-safe.
 */
public final class PamFrames {
    /** Media type of an encoded frame. */
    public static final String MEDIA_TYPE = "image/x-portable-arbitrarymap+zstd";

    private static final int LEVEL = 1;
    private static final int MAX_HEADER = 256;
    private static final String START = "P7\n";
    private static final String END = "ENDHDR\n";

    private PamFrames() {}

    /** Encodes a frame. */
    public static byte[] encode(FramePixels pixels) {
        return encodeAfter(START, pixels);
    }

    /**
     * Encodes a frame with a comment in its header, which no reader minds. With a comment of its own each frame has
     * bytes of its own, so that in a store that names blobs by content deleting one frame leaves an equal one alone.
     *
     * @param comment one line of at most 120 printable ASCII characters, such as {@code clip 7 frame 12}
     */
    public static byte[] encode(FramePixels pixels, String comment) {
        if (!comment.matches("[ -~]{0,120}")) {
            throw new IllegalArgumentException(
                    "A frame's comment must be one line of at most 120 printable ASCII characters.");
        }
        return encodeAfter(START + "# " + comment + "\n", pixels);
    }

    private static byte[] encodeAfter(String start, FramePixels pixels) {
        byte[] header = (start + "WIDTH " + pixels.width() + "\nHEIGHT " + pixels.height() + "\nDEPTH 3\nMAXVAL "
                        + (pixels.bitDepth() == 8 ? 255 : 65535) + "\nTUPLTYPE RGB\n" + END)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[Math.addExact(header.length, pixels.samples().length)];
        System.arraycopy(header, 0, file, 0, header.length);
        System.arraycopy(pixels.samples(), 0, file, header.length, pixels.samples().length);
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(LEVEL).setChecksum(true).setContentSize(true);
            return context.compress(file);
        }
    }

    /**
     * Decodes a frame. Sizes are checked before memory is taken.
     *
     * @param bytes what {@link #encode} made, or any zstd frame around such a PAM that tells its content size
     * @param maxPixels most pixels to accept
     * @throws ClipException {@code BROKEN_FRAME} when the bytes are none, damaged or contradict themselves,
     *     {@code TOO_LARGE} above the limit
     */
    public static FramePixels decode(byte[] bytes, long maxPixels) {
        long size = bytes.length == 0 ? 0 : Zstd.getFrameContentSize(bytes);
        if (size <= 0) {
            throw broken("it is no zstd frame that tells its size", null);
        }
        if (size > Math.min(Integer.MAX_VALUE - 8L, 6 * maxPixels + MAX_HEADER)) {
            throw tooLarge(size + " bytes", maxPixels);
        }
        byte[] file;
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            file = context.decompress(bytes, (int) size);
        } catch (ZstdException e) {
            throw broken("its data are damaged (" + e.getMessage() + ")", e);
        }
        return parse(file, maxPixels);
    }

    private record Header(int width, int height, int bitDepth) {
        static Header of(Map<String, String> fields) {
            int maximum = number(fields, "MAXVAL");
            Header header = new Header(number(fields, "WIDTH"), number(fields, "HEIGHT"), maximum == 255 ? 8 : 16);
            boolean supported = number(fields, "DEPTH") == 3 && (maximum == 255 || maximum == 65535);
            if (!supported || header.width < 1 || header.height < 1) {
                throw broken("its header asks for " + fields, null);
            }
            return header;
        }
    }

    private static FramePixels parse(byte[] file, long maxPixels) {
        String head = new String(file, 0, Math.min(file.length, MAX_HEADER), StandardCharsets.ISO_8859_1);
        // The end is a line of its own: a comment may mention it.
        int end = head.indexOf("\n" + END) + 1;
        if (!head.startsWith(START) || end < 1) {
            throw broken("it holds no PAM file", null);
        }
        Header header = Header.of(fields(head.substring(START.length(), Math.max(START.length(), end))));
        String size = header.width + "×" + header.height + " pixels";
        if ((long) header.width * header.height > maxPixels) {
            throw tooLarge(size, maxPixels);
        }
        int start = end + END.length();
        if (file.length - start != FramePixels.bytes(header.width, header.height, header.bitDepth)) {
            throw broken("it has " + (file.length - start) + " bytes for " + size, null);
        }
        return new FramePixels(
                header.width, header.height, header.bitDepth, Arrays.copyOfRange(file, start, file.length));
    }

    private static Map<String, String> fields(String lines) {
        Map<String, String> fields = new HashMap<>();
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", 2);
            if (words.length == 2) {
                fields.put(words[0], words[1]);
            }
        }
        return fields;
    }

    private static int number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        if (!text.matches("[0-9]{1,6}")) {
            throw broken("its header has no number " + name, null);
        }
        return Integer.parseInt(text);
    }

    private static ClipException tooLarge(String what, long maxPixels) {
        return new ClipException(
                ClipException.Reason.TOO_LARGE,
                "A frame of " + what + " is larger than the limit of " + maxPixels + " pixels; send smaller frames.");
    }

    private static ClipException broken(String why, @Nullable Throwable cause) {
        String sentence = "A frame cannot be read: " + why + "; send " + MEDIA_TYPE + ".";
        return cause == null
                ? new ClipException(ClipException.Reason.BROKEN_FRAME, sentence)
                : new ClipException(ClipException.Reason.BROKEN_FRAME, sentence, cause);
    }
}
