package io.acuity.cli.bench;

import io.acuity.cli.sample.SamplePicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Drawn LR images as PNG files in memory. */
final class BenchImages {
    private BenchImages() {}

    /** {@code count} images of {@code side}×{@code side} pixels, each with a seed of its own. */
    static List<byte[]> draw(int count, int side) {
        return IntStream.range(0, count).mapToObj(seed -> png(side, seed)).toList();
    }

    /** One image of {@code side}×{@code side} pixels. */
    static byte[] png(int side, int seed) {
        try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
            ImageIO.write(SamplePicture.draw(side, side, seed), "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A benchmark image could not be drawn in memory.", e);
        }
    }
}
