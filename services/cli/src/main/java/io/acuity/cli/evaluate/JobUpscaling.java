package io.acuity.cli.evaluate;

import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.evaluation.Upscaling;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Upscales a picture through the code of a job and collects its rows instead of encoding them. */
record JobUpscaling(PictureUpscaler upscaler, UpscaleModel model, EvaluatedMask.@Nullable ChosenMask mask)
        implements Upscaling {
    @Override
    public Picture upscale(Picture lowRes) {
        UpscaleOrder order =
                new UpscaleOrder(lowRes, model, 0, false, mask == null ? null : mask.of(lowRes, model.magnification()));
        PictureLayout layout = order.resultLayout();
        List<Plane> planes = Stream.generate(() -> new Plane(layout.width(), layout.height()))
                .limit(layout.channels())
                .toList();
        Rows rows = new Rows(planes);
        upscaler.start(order, rows::add, ProgressListener.NONE).done().join();
        return new Picture(planes, null, layout.bitDepth());
    }

    private static final class Rows {
        private final List<Plane> planes;
        private int next;

        Rows(List<Plane> planes) {
            this.planes = planes;
        }

        void add(short[] samples, int rows) {
            int count = rows * planes.get(0).width();
            for (int c = 0; c < planes.size(); c++) {
                short[] plane = planes.get(c).samples();
                for (int i = 0; i < count; i++) {
                    plane[next + i] = samples[i * planes.size() + c];
                }
            }
            next += count;
        }
    }
}
