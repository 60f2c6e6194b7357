package io.acuity.gateway.admission;

/**
 * How much is taken on before callers are asked to come back.
 *
 * @param waitingJobs images accepted and not ended, of all gateways; beyond, callers get 503
 * @param waitingClips the same for clips
 * @param uploads bodies that one gateway receives at once; beyond, callers get 503
 * @param uploadBytes how long these may be together
 * @param connections that one gateway has open at once; beyond, new ones are closed
 * @param quotas what each caller may have of it; beyond, it gets 429
 */
public record AdmissionLimits(
        int waitingJobs, int waitingClips, int uploads, long uploadBytes, int connections, Quotas quotas) {

    /**
     * 10,000 images: at one a second, the last waits for three hours, longer than anybody waits; and a tenth of the views a gateway keeps,
     * so that none of a job under way is forgotten. 100 clips, each thousands of images. 256 uploads, which hold up to 768 KiB of
     * memory each; 16 GiB of them, as much as four of the largest clips. 10,000 connections, five times as many as event streams, of some
     * ten KiB each. No quotas.
     */
    public static final AdmissionLimits DEFAULT = new AdmissionLimits(10_000, 100, 256, 16L << 30, 10_000, Quotas.NONE);

    /** Rejects limits that let nobody in. */
    public AdmissionLimits {
        if (waitingJobs < 1 || waitingClips < 1 || uploads < 1 || uploadBytes < 1 || connections < 1) {
            throw new IllegalArgumentException(
                    "The gateway must take at least 1 of each, not waitingJobs=" + waitingJobs + ", waitingClips="
                            + waitingClips + ", uploads=" + uploads + ", uploadBytes=" + uploadBytes + ", connections="
                            + connections
                            + ".");
        }
    }

    /**
     * Another queue.
     *
     * @param jobs images accepted and not ended
     * @return new limits
     */
    public AdmissionLimits withWaitingJobs(int jobs) {
        return new AdmissionLimits(jobs, waitingClips, uploads, uploadBytes, connections, quotas);
    }

    /**
     * Another number of clips.
     *
     * @param clips accepted and not ended
     * @return new limits
     */
    public AdmissionLimits withWaitingClips(int clips) {
        return new AdmissionLimits(waitingJobs, clips, uploads, uploadBytes, connections, quotas);
    }

    /**
     * Another number of uploads.
     *
     * @param atOnce bodies that are received at once
     * @return new limits
     */
    public AdmissionLimits withUploads(int atOnce) {
        return new AdmissionLimits(waitingJobs, waitingClips, atOnce, uploadBytes, connections, quotas);
    }

    /**
     * Another number of connections.
     *
     * @param atOnce open at once
     * @return new limits
     */
    public AdmissionLimits withConnections(int atOnce) {
        return new AdmissionLimits(waitingJobs, waitingClips, uploads, uploadBytes, atOnce, quotas);
    }

    /**
     * Other quotas.
     *
     * @param each what each caller may have
     * @return new limits
     */
    public AdmissionLimits withQuotas(Quotas each) {
        return new AdmissionLimits(waitingJobs, waitingClips, uploads, uploadBytes, connections, each);
    }
}
