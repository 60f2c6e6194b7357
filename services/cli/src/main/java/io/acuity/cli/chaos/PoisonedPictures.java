package io.acuity.cli.chaos;

import io.acuity.cli.chaos.PoisonKind.Material;
import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Requests whose picture is none, or is not there. */
final class PoisonedPictures {
    /** Where a PNG says how large it is: signature, length and name of the first chunk come before. */
    private static final int PNG_SIZE = 16;

    private static final int PNG_HEADER_CHUNK = 12;
    private static final int PNG_HEADER_END = 29;

    private PoisonedPictures() {}

    static List<PoisonKind> all() {
        FailureCode unreadable = FailureCode.UNREADABLE_IMAGE;
        return List.of(
                picture("an empty picture", unreadable, png -> new byte[0]),
                picture("text as picture", unreadable, png -> "no picture".getBytes(StandardCharsets.UTF_8)),
                picture("half a picture", unreadable, png -> Arrays.copyOf(png, png.length / 2)),
                picture("a picture with broken bits", unreadable, PoisonedPictures::broken),
                picture("a picture without pixels", unreadable, png -> sized(png, 0)),
                picture("a picture of 100,000 pixels a side", FailureCode.IMAGE_TOO_LARGE, png -> sized(png, 100_000)),
                reference("a picture that is not there", FailureCode.PAYLOAD_MISSING, PoisonedPictures::absent),
                reference("a picture that was changed", FailureCode.PAYLOAD_CORRUPT, PoisonedPictures::changed),
                reference("a picture of another size", FailureCode.PAYLOAD_CORRUPT, PoisonedPictures::resized));
    }

    private static PoisonKind picture(String name, FailureCode expected, UnaryOperator<byte[]> change) {
        return new PoisonKind(
                name,
                expected,
                true,
                material -> PoisonedRecipes.event(material, PoisonedRecipes.inline(change.apply(material.image()))));
    }

    private interface Change {
        BlobReference apply(Material material);
    }

    private static PoisonKind reference(String name, FailureCode expected, Change change) {
        return new PoisonKind(
                name, expected, true, material -> PoisonedRecipes.event(material, change.apply(material)));
    }

    private static byte[] broken(byte[] png) {
        byte[] bytes = png.clone();
        for (int i = bytes.length / 2; i < bytes.length / 2 + PNG_SIZE; i++) {
            bytes[i] ^= 0x5A;
        }
        return bytes;
    }

    /** Says another size, with the right checksum. */
    private static byte[] sized(byte[] png, int side) {
        byte[] bytes = png.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(PNG_SIZE, side).putInt(PNG_SIZE + Integer.BYTES, side);
        CRC32 crc = new CRC32();
        crc.update(bytes, PNG_HEADER_CHUNK, PNG_HEADER_END - PNG_HEADER_CHUNK);
        buffer.putInt(PNG_HEADER_END, (int) crc.getValue());
        return bytes;
    }

    /** Content of its own for each record: what one of them breaks must not break another's. */
    private static BlobReference stored(Material material) {
        byte[] picture = Arrays.copyOf(
                material.image(), material.image().length + material.id().length());
        System.arraycopy(
                material.id().getBytes(StandardCharsets.UTF_8),
                0,
                picture,
                material.image().length,
                material.id().length());
        return material.store().put(picture, "image/png");
    }

    private static BlobReference absent(Material material) {
        BlobReference reference = stored(material);
        write(reference, null);
        return reference;
    }

    private static BlobReference changed(Material material) {
        BlobReference reference = stored(material);
        write(reference, "something else".getBytes(StandardCharsets.UTF_8));
        return reference;
    }

    private static BlobReference resized(Material material) {
        BlobReference reference = stored(material);
        reference.setSize(reference.getSize() + 1);
        return reference;
    }

    private static void write(BlobReference reference, byte @Nullable [] content) {
        Path file = Path.of(URI.create(reference.getUri()));
        try {
            if (content == null) {
                Files.delete(file);
            } else {
                Files.write(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The store's file " + file + " cannot be broken.", e);
        }
    }
}
