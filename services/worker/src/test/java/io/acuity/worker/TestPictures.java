package io.acuity.worker;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Pictures for jobs, and one that only claims to be. */
final class TestPictures {
    private TestPictures() {}

    static byte[] png(Picture picture) {
        return PictureWriters.encode(picture, PictureFormat.PNG, 90);
    }

    static Picture picture(int colours, int width, int height) {
        Random random = new Random(width);
        List<Plane> planes = IntStream.range(0, colours)
                .mapToObj(c -> {
                    Plane plane = new Plane(width, height);
                    for (int i = 0; i < plane.samples().length; i++) {
                        plane.samples()[i] = (short) (random.nextInt(256) * 257);
                    }
                    return plane;
                })
                .toList();
        return new Picture(planes, null, 8);
    }

    static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        out.writeInt(13);
        out.write(header.array());
        out.writeInt((int) crc.getValue());
        return bytes.toByteArray();
    }
}
