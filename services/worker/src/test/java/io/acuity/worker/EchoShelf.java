package io.acuity.worker;

import io.acuity.checkpoints.UnknownModelException;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.EchoDenoiser;
import io.acuity.worker.upscale.UpscaleModel;
import java.util.Collection;
import java.util.List;

/** Has the one scripted model. */
final class EchoShelf implements ModelShelf {
    private final UpscaleModel echo = EchoDenoiser.model("echo");

    @Override
    public Collection<String> names() {
        return List.of(echo.name());
    }

    @Override
    public UpscaleModel model(String name) {
        if (!name.equals(echo.name())) {
            throw new UnknownModelException("There is no model " + name + ".");
        }
        return echo;
    }

    @Override
    public void close() {}
}
