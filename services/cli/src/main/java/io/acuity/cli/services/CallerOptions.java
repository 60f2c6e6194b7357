package io.acuity.cli.services;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command shows a gateway that asks who it is. */
public final class CallerOptions {
    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "With --server: file with the key (acuity_…) or token to show; or set ACUITY_API_KEY.")
    private @Nullable Path keyFile;

    /** Shows the key with each request, if there is one; throws a sentence when its file cannot be read. */
    public Credentials credentials() {
        String key = SecretSource.read(keyFile, "ACUITY_API_KEY", "key");
        return key == null ? request -> request : request -> request.header("Authorization", "Bearer " + key);
    }

    /** Adds to requests what shows who sends them. */
    @FunctionalInterface
    public interface Credentials {
        /** The request with it. */
        HttpRequest.Builder show(HttpRequest.Builder request);
    }
}
