package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.tls.TlsFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a gateway speaks TLS. */
public final class TlsOptions {
    @Option(
            names = "--tls-certificate",
            paramLabel = "PEM",
            description =
                    "Serve HTTPS with this certificate (and those of its issuers); renewed within seconds when it changes.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's private key.")
    private @Nullable Path key;

    /** The files; null for HTTP without TLS. */
    public @Nullable TlsFiles files() {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new CommandException(ExitCode.USAGE, "--tls-certificate and --tls-key go together; name both files.");
        }
        return new TlsFiles(certificate, key);
    }
}
