package io.acuity.cli.sr3;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.training.frames.FrameEvaluation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes results of frames as PNG. */
final class FramePictures {
    private static final int QUALITY = 100;
    private static final int WHITE = 65535;

    private FramePictures() {}

    static void write(Path folder, FrameEvaluation.Result result) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(result.score().name().replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
        FloatImage image = result.image();
        PictureLayout layout = new PictureLayout(image.width(), image.height(), 3, 8);
        try (OutputStream out = Files.newOutputStream(file);
                PictureWriter writer = PictureWriters.open(PictureFormat.PNG, layout, QUALITY, out)) {
            writer.writeRows(interleaved(image), image.height());
        }
    }

    private static short[] interleaved(FloatImage image) {
        int plane = image.width() * image.height();
        short[] samples = new short[3 * plane];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(image.values()[i % 3 * plane + i / 3] * WHITE);
        }
        return samples;
    }
}
