package io.acuity.cli.chaos;

import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Pictures of few pixels that take much room: 16 bits a sample, so that results go to the store, and with a thick envelope, so that they
 * do so themselves.
 */
final class LargePictures {
    private static final int SIDE = 80;
    private static final int CHANNELS = 3;
    private static final int BITS = 16;
    /** More than travels inside a record. */
    private static final int ENVELOPE = 300 * 1024;
    /** Signature and header of a PNG file; chunks that nobody must understand may follow. */
    private static final int HEAD = 33;
    /** Length, type and check sum of a chunk. */
    private static final int FRAME = 12;

    private LargePictures() {}

    /** A picture whose result is large. */
    static byte[] withLargeResult(int number) {
        PictureLayout layout = new PictureLayout(SIDE, SIDE, CHANNELS, BITS);
        short[] samples = new short[SIDE * SIDE * CHANNELS];
        for (int i = 0; i < samples.length; i++) {
            int row = i / (SIDE * CHANNELS);
            samples[i] = (short) (row * 700 + i % (SIDE * CHANNELS) * 37 + number);
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            try (PictureWriter writer = PictureWriters.open(PictureFormat.PNG, layout, 1, out)) {
                writer.writeRows(samples, SIDE);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A picture could not be written in memory.", e);
        }
    }

    /** A picture that is large itself, and whose result is. */
    static byte[] large(int number) {
        byte[] png = withLargeResult(number);
        ByteBuffer whole = ByteBuffer.allocate(png.length + ENVELOPE + FRAME);
        byte[] chunk = new byte[ENVELOPE + Integer.BYTES];
        // Small first letter: may be passed over. The rest: private, to be left out by whoever changes the picture.
        System.arraycopy("acUy".getBytes(StandardCharsets.US_ASCII), 0, chunk, 0, Integer.BYTES);
        CRC32 sum = new CRC32();
        sum.update(chunk);
        whole.put(png, 0, HEAD).putInt(ENVELOPE).put(chunk).putInt((int) sum.getValue());
        return whole.put(png, HEAD, png.length - HEAD).array();
    }
}
