package io.acuity.cli.bench;

import io.acuity.cli.sample.SamplePicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Drawn LR images as PNG files in memory. */
public final class BenchImages {
    private BenchImages() {}

    /** {@code count} images of {@code side}×{@code side} pixels, each with a seed of its own. */
    static List<byte[]> draw(int count, int side) {
        return IntStream.range(0, count).mapToObj(seed -> png(side, seed)).toList();
    }

    /**
     * Images of {@code side}×{@code side} pixels that are one picture but for a pixel, which is their number: to draw each anew
     * would take longer than to refine it. For use by one thread.
     */
    public static IntFunction<byte[]> numbered(int side, long seed) {
        BufferedImage image = SamplePicture.draw(side, side, seed);
        return number -> {
            image.setRGB(0, 0, number);
            return png(image);
        };
    }

    private static byte[] png(int side, int seed) {
        return png(SamplePicture.draw(side, side, seed));
    }

    private static byte[] png(BufferedImage image) {
        try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A benchmark image could not be drawn in memory.", e);
        }
    }
}
