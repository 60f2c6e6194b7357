package io.acuity.cli.upscale;

import java.net.URI;

/**
 * A gateway that takes a batch.
 *
 * @param url its address
 * @param closing closes what was started for it
 */
record OpenGateway(URI url, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
    }
}
