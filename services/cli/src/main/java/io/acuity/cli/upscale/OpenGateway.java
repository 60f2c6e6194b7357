package io.acuity.cli.upscale;

import io.acuity.cli.services.CallerOptions.Credentials;
import java.net.URI;

/**
 * A gateway that takes a batch.
 *
 * @param url its address
 * @param credentials shows it who sends the batch
 * @param closing closes what was started for it
 */
record OpenGateway(URI url, Credentials credentials, Runnable closing) implements AutoCloseable {
    /** One of this process, which asks nobody. */
    static OpenGateway own(URI url, Runnable closing) {
        return new OpenGateway(url, request -> request, closing);
    }

    @Override
    public void close() {
        closing.run();
    }
}
