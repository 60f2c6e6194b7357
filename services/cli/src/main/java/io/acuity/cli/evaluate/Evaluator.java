package io.acuity.cli.evaluate;

import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.evaluation.Quality;
import io.acuity.evaluation.Sample;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.worker.upscale.PictureRows;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import java.nio.file.Path;

/** Measures one image at a time: degraded, upscaled as a job would be, compared. */
final class Evaluator {
    private static final int COLOURS = 3;

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private final PictureUpscaler upscaler;
    private final UpscaleModel model;

    Evaluator(PictureUpscaler upscaler, UpscaleModel model) {
        this.upscaler = upscaler;
        this.model = model;
    }

    /** Quality of the model and of bicubic interpolation on one image. */
    record Compared(Quality model, Quality bicubic) {}

    Compared measure(Path image) {
        Sample sample = Sample.degrade(decoder.decode(image), model.scale());
        UpscaleOrder order = new UpscaleOrder(sample.lowResPicture(), model, 0, false);
        Rows rows = new Rows(order.resultLayout());
        upscaler.start(order, rows, ProgressListener.NONE).done().join();
        return new Compared(Quality.of(rows.image, sample), Quality.of(sample.bicubic(), sample));
    }

    /** Collects a result as floats in [0, 1]. */
    private static final class Rows implements PictureRows {
        private final FloatImage image;
        private int next;

        Rows(PictureLayout layout) {
            image = FloatImage.zeros(COLOURS, layout.height(), layout.width());
        }

        @Override
        public void rows(short[] samples, int rows) {
            int plane = image.width() * image.height();
            for (int i = 0; i < rows * image.width(); i++) {
                for (int c = 0; c < COLOURS; c++) {
                    image.values()[c * plane + next + i] = (samples[i * COLOURS + c] & 0xFFFF) / (float) Plane.MAX;
                }
            }
            next += rows * image.width();
        }
    }
}
