package io.acuity.gateway.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * With what a gateway proves who it is.
 *
 * @param certificate PEM file: its certificate, then those of whoever vouches for it
 * @param key PEM file: the certificate's private key
 */
public record TlsFiles(Path certificate, Path key) {

    /** The versions that are still safe. */
    public static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /**
     * Both files.
     *
     * @return to be watched
     */
    public List<Path> all() {
        return List.of(certificate, key);
    }

    /**
     * Reads both; blocks.
     *
     * @return what they hold
     * @throws IOException when one cannot be read
     */
    public KeyCertOptions read() throws IOException {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Files.readAllBytes(certificate)))
                .addKeyValue(Buffer.buffer(Files.readAllBytes(key)));
    }
}
