package io.acuity.diffusion.frame;

import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.preview.PreviewListener;
import io.acuity.diffusion.preview.PreviewRaster;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who look on while one whole image is refined, if anybody does. Used by the job's thread alone. */
final class FrameViews {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameViews.class);

    private final @Nullable PreviewListener viewer;
    private final @Nullable PreviewRaster raster;

    private FrameViews(@Nullable PreviewListener viewer, @Nullable PreviewRaster raster) {
        this.viewer = viewer;
        this.raster = raster;
    }

    static FrameViews of(FrameSpec spec) {
        PreviewListener viewer = spec.progress().previews();
        LowRes lowRes = spec.lowRes();
        Magnification scale = spec.model().magnification();
        Rect result = new Rect(0, 0, scale.length(lowRes.width()), scale.length(lowRes.height()));
        PreviewRaster raster =
                viewer == null ? null : new PreviewRaster(List.of(lowRes.red(), lowRes.green(), lowRes.blue()), result);
        return new FrameViews(viewer, raster);
    }

    /** Whether somebody wants to see how the image stands now. */
    boolean isWanted(long done, long total) {
        try {
            return viewer != null && viewer.wants(done, total);
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("A preview listener failed");
            return false;
        }
    }

    /** Shows a part over what was there; nothing where there is no picture of it. */
    void show(@Nullable FloatImage image, FramePatch part, Preview.Stage stage) {
        if (image == null || raster == null || viewer == null) {
            return;
        }
        keep(image, part);
        try {
            viewer.show(raster.preview(stage));
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("A preview listener failed");
        }
    }

    /** Lays a part over what was there, for the next time somebody looks. */
    void keep(FloatImage image, FramePatch part) {
        if (raster != null) {
            raster.image(image, part.x(), part.y());
        }
    }
}
