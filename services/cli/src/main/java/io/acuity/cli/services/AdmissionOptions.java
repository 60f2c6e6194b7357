package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.admission.Quotas;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How much a gateway takes on before it asks callers to come back. */
public final class AdmissionOptions {

    @Option(
            names = "--max-waiting-jobs",
            paramLabel = "N",
            description = "Images accepted and not ended; beyond, callers get 503 with Retry-After (default: 10000).")
    private int waitingJobs = AdmissionLimits.DEFAULT.waitingJobs();

    @Option(names = "--max-waiting-clips", paramLabel = "N", description = "The same for clips (default: 100).")
    private int waitingClips = AdmissionLimits.DEFAULT.waitingClips();

    @Option(
            names = "--max-uploads",
            paramLabel = "N",
            description = "Uploads received at once; beyond, callers get 503 with Retry-After (default: 256).")
    private int uploads = AdmissionLimits.DEFAULT.uploads();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Connections open at once; beyond, new ones are closed (default: 10000).")
    private int connections = AdmissionLimits.DEFAULT.connections();

    @Option(
            names = "--quota",
            paramLabel = "QUOTA",
            description = {
                "What each caller may submit, [NAME:]jobs-per-minute=N,under-way=N; beyond, it gets 429 with Retry-After.",
                "Without a name for everybody, with one for that caller; may be repeated (default: none)."
            })
    private List<String> quotas = new ArrayList<>();

    /** The limits. */
    public AdmissionLimits limits() {
        try {
            AdmissionLimits usual = AdmissionLimits.DEFAULT;
            return new AdmissionLimits(
                    waitingJobs, waitingClips, uploads, usual.uploadBytes(), connections, Quotas.parse(quotas));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
