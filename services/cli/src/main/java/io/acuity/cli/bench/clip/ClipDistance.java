package io.acuity.cli.bench.clip;

import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.decode.ClipReader;
import java.nio.file.Path;

/**
 * How far two clips of 8 bits are apart, over all samples of red, green and blue.
 *
 * @param frames frames in both
 * @param psnr of all frames together, in dB; infinite where they are equal
 * @param worstPsnr of the frame that is worst
 */
record ClipDistance(long frames, double psnr, double worstPsnr) {
    private static final double PEAK = 255;

    /** Compares frame by frame. */
    static ClipDistance between(Path first, Path second) {
        long frames = 0;
        double sum = 0;
        double worst = 0;
        try (ClipReader a = ClipReader.open(first);
                ClipReader b = ClipReader.open(second)) {
            Frame left = a.next();
            Frame right = b.next();
            while (left != null && right != null) {
                double error = meanSquare(left.pixels(), right.pixels());
                sum += error;
                worst = Math.max(worst, error);
                frames++;
                left = a.next();
                right = b.next();
            }
            if (left != null || right != null) {
                throw new IllegalStateException("After " + frames + " frames one of the clips has ended and one not.");
            }
        }
        return new ClipDistance(frames, decibels(sum / frames), decibels(worst));
    }

    /** Mean absolute difference of samples, in levels. */
    static double meanAbsolute(FramePixels a, FramePixels b) {
        byte[] left = a.samples();
        byte[] right = b.samples();
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
        }
        return (double) sum / left.length;
    }

    private static double meanSquare(FramePixels a, FramePixels b) {
        byte[] left = a.samples();
        byte[] right = b.samples();
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            int difference = (left[i] & 0xFF) - (right[i] & 0xFF);
            sum += (long) difference * difference;
        }
        return (double) sum / left.length;
    }

    private static double decibels(double meanSquare) {
        return 10 * Math.log10(PEAK * PEAK / meanSquare);
    }
}
