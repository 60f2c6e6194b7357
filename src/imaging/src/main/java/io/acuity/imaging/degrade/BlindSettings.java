package io.acuity.imaging.degrade;

import io.acuity.imaging.degrade.BlurSettings.BellShare;
import java.util.List;

/**
 * What the two-stage blind chain is drawn from.
 *
 * @param first first stage
 * @param second second stage; its sizes are relative to the result
 * @param finalSincShare how often an ideal low pass comes near the end
 */
public record BlindSettings(StageSettings first, StageSettings second, double finalSincShare) {
    private static final List<BellShare> BELLS = List.of(
            new BellShare(BlurFamily.GAUSSIAN, true, 0.45),
            new BellShare(BlurFamily.GAUSSIAN, false, 0.25),
            new BellShare(BlurFamily.GENERALISED, true, 0.12),
            new BellShare(BlurFamily.GENERALISED, false, 0.03),
            new BellShare(BlurFamily.PLATEAU, true, 0.12),
            new BellShare(BlurFamily.PLATEAU, false, 0.03));
    private static final Range JPEG = new Range(30, 95);

    /** The settings Real-ESRGAN was trained with; it also sharpens the picture before, which is left to the caller. */
    public static final BlindSettings REAL_ESRGAN = new BlindSettings(
            new StageSettings(
                    1, blur(3), 0.2, 0.7, new Range(0.15, 1.5), 0.5, new Range(1, 30), new Range(0.05, 3), 0.4, JPEG),
            new StageSettings(
                    0.8,
                    blur(1.5),
                    0.3,
                    0.4,
                    new Range(0.3, 1.2),
                    0.5,
                    new Range(1, 25),
                    new Range(0.05, 2.5),
                    0.4,
                    JPEG),
            0.8);

    private static BlurSettings blur(double greatestDeviation) {
        return new BlurSettings(
                7, 21, 0.1, BELLS, new Range(0.2, greatestDeviation), new Range(0.5, 4), new Range(1, 2));
    }
}
