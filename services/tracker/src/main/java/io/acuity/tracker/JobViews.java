package io.acuity.tracker;

import io.acuity.events.JobEvent;
import io.acuity.events.JobPreview;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How evidence changes a view. Each field is a minimum or a maximum over everything told so far, so the same evidence in
 * any order and any number of times gives the same view: a state only moves forward and a final one stays. Previews alone
 * depend on their order: of two that claim one number, the first stays.
 *
 * <p>Only a result ends a job. A job event that claims an end is at most a report of progress, because the result, which
 * carries the picture or the reason, may still be on its way on the other topic.
 */
final class JobViews {

    // There should be one result per job. Where workers at least once delivered two, the earlier counts, whichever came
    // first through the topic; the rest of the order only breaks ties.
    private static final Comparator<UpscaleResult> EARLIER = Comparator.comparing(UpscaleResult::getCompletedAt)
            .thenComparing(UpscaleResult::getOutcome)
            .thenComparing(Topic.RESULTS.codec()::encode, Arrays::compareUnsigned);

    /** A worker makes fewer; whoever makes more shall not swell the topic. */
    private static final int MOST_PREVIEWS = 48;

    private JobViews() {}

    /**
     * The view after one more piece of evidence.
     *
     * @param view what is known, null when this job is new
     * @param evidence what was told; it must be about the same job
     * @return a new view, equal to the old one when nothing was news
     */
    static JobView apply(@Nullable JobView view, JobEvidence evidence) {
        JobView.Builder next = view == null ? blank(evidence) : JobView.newBuilder(view);
        next.setUpdatedAt(latest(next.getUpdatedAt(), evidence.at()));
        switch (evidence) {
            case JobEvidence.Requested(UpscaleRequest request) -> requested(next, request);
            case JobEvidence.Reported(JobEvent event) -> reported(next, event);
            case JobEvidence.Ended(UpscaleResult result) -> ended(next, result);
        }
        return next.build();
    }

    /** Whether nothing will happen to this job any more. */
    static boolean isFinal(JobState state) {
        return rank(state) == rank(JobState.SUCCEEDED);
    }

    private static JobView.Builder blank(JobEvidence evidence) {
        return JobView.newBuilder()
                .setJobId(evidence.jobId())
                .setState(JobState.ACCEPTED)
                .setUpdatedAt(evidence.at());
    }

    private static void requested(JobView.Builder view, UpscaleRequest request) {
        view.setAcceptedAt(earliest(view.getAcceptedAt(), request.getSubmittedAt()));
        view.setFingerprint(least(view.getFingerprint(), request.getFingerprint()));
        view.setOperation(least(view.getOperation(), request.getOperation()));
        view.setModel(least(view.getModel(), request.getRecipe().getModel()));
        view.setSteps(least(view.getSteps(), request.getRecipe().getSteps()));
        view.setDeadline(least(view.getDeadline(), request.getDeadline()));
        view.setOwner(least(view.getOwner(), request.getOwner()));
        view.setWebhook(least(view.getWebhook(), request.getWebhook()));
    }

    // Requests of one id say the same; should they not, the choice at least does not depend on their order.
    private static <T extends Comparable<? super T>> @Nullable T least(@Nullable T known, @Nullable T told) {
        return known == null || (told != null && told.compareTo(known) < 0) ? told : known;
    }

    private static void reported(JobView.Builder view, JobEvent event) {
        switch (event.getState()) {
            case ACCEPTED -> view.setAcceptedAt(earliest(view.getAcceptedAt(), event.getAt()));
            case STARTED -> {
                // Progress repeats STARTED; the earliest report is the start.
                view.setStartedAt(earliest(view.getStartedAt(), event.getAt()));
                advance(view, JobState.STARTED);
            }
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED, UNKNOWN -> {
                // The result says how it ended; UNKNOWN comes from a newer release.
            }
        }
        view.setTilesDone(Math.max(view.getTilesDone(), event.getTilesDone()));
        view.setTilesTotal(Math.max(view.getTilesTotal(), event.getTilesTotal()));
        if (event.getPreview() != null) {
            view.setPreviews(withPreview(view.getPreviews(), event.getPreview()));
        }
    }

    // An attempt on another worker tells the same numbers again; the first stays, so that its address means one
    // picture.
    private static List<JobPreview> withPreview(List<JobPreview> known, JobPreview told) {
        boolean isNew = known.stream().noneMatch(preview -> preview.getNumber() == told.getNumber());
        return isNew && known.size() < MOST_PREVIEWS
                ? Stream.concat(known.stream(), Stream.of(told))
                        .sorted(Comparator.comparingInt(JobPreview::getNumber))
                        .toList()
                : known;
    }

    private static void ended(JobView.Builder view, UpscaleResult result) {
        UpscaleResult known = view.getResult();
        if (known == null || EARLIER.compare(result, known) < 0) {
            view.setResult(result);
            view.setState(stateOf(result));
        }
    }

    private static JobState stateOf(UpscaleResult result) {
        return switch (result.getOutcome()) {
            case SUCCEEDED -> JobState.SUCCEEDED;
            case CANCELLED -> JobState.CANCELLED;
            case EXPIRED -> JobState.EXPIRED;
            // An outcome that only a newer release knows ends the job all the same, and not with a picture for us.
            case FAILED, UNKNOWN -> JobState.FAILED;
        };
    }

    private static void advance(JobView.Builder view, JobState state) {
        if (rank(state) > rank(view.getState())) {
            view.setState(state);
        }
    }

    private static int rank(JobState state) {
        return switch (state) {
            case UNKNOWN -> 0;
            case ACCEPTED -> 1;
            case STARTED -> 2;
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> 3;
        };
    }

    private static Instant earliest(@Nullable Instant known, Instant told) {
        return known == null || told.isBefore(known) ? told : known;
    }

    private static Instant latest(Instant known, Instant told) {
        return told.isAfter(known) ? told : known;
    }
}
