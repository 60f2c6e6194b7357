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

    /** The file of a frame's result. */
    static Path file(Path folder, String frame) {
        return folder.resolve(frame.replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
    }

    static void write(Path folder, FrameEvaluation.Result result) throws IOException {
        Files.createDirectories(folder);
        write(file(folder, result.score().name()), result.image());
    }

    /** Writes {@code [3, h, w]} in [0, 1] as 8-bit PNG. */
    static void write(Path file, FloatImage image) throws IOException {
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
