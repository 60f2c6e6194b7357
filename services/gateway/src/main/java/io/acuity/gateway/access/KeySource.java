package io.acuity.gateway.access;

import java.io.IOException;
import java.util.Optional;

/** Where the public keys of tokens come from. Both methods block, and are called by one thread at a time. */
interface KeySource {

    /**
     * The JWK set, if there may be news.
     *
     * @param wanted whether a token came that none of the known keys signed
     * @return empty when it is not worth looking yet
     * @throws IOException when it cannot be had
     * @throws InterruptedException when the gateway is being closed
     */
    Optional<String> news(boolean wanted) throws IOException, InterruptedException;
}
