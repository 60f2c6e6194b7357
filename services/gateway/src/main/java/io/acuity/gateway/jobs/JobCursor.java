package io.acuity.gateway.jobs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in the list of jobs, as callers carry it from one part to the next. It names a job's age, not a position, so that it stays right
 * at every gateway and while jobs come and go.
 *
 * @param place the last job that was listed
 */
record JobCursor(JobOrder.Place place) {

    /** For the caller; opaque. */
    String encode() {
        String text = place.acceptedAt().toEpochMilli() + "." + place.jobId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads it back; empty when no gateway gave it out. */
    static Optional<JobCursor> decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int point = text.indexOf('.');
            if (point < 1 || point == text.length() - 1) {
                return Optional.empty();
            }
            Instant acceptedAt = Instant.ofEpochMilli(Long.parseLong(text.substring(0, point)));
            return Optional.of(new JobCursor(new JobOrder.Place(acceptedAt, text.substring(point + 1))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // neither base64 nor a number: the caller's own invention
        }
    }
}
