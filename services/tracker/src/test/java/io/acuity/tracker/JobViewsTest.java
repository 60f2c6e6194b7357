package io.acuity.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.BlobReference;
import io.acuity.events.JobEvent;
import io.acuity.events.JobPreview;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobViewsTest {

    private static final String JOB = "job-1";

    @Test
    void theUsualStoryMovesFromAcceptedOverStartedToSucceeded() {
        // when
        JobView accepted = JobViews.apply(null, new JobEvidence.Requested(Evidence.request(JOB, 0)));
        JobView started = JobViews.apply(accepted, new JobEvidence.Reported(Evidence.started(JOB, 1, 0, 8)));
        JobView halfway = JobViews.apply(started, new JobEvidence.Reported(Evidence.started(JOB, 2, 4, 8)));
        JobView done = JobViews.apply(halfway, new JobEvidence.Ended(Evidence.result(JOB, Outcome.SUCCEEDED, 3)));

        // then
        assertThat(accepted.getState()).isEqualTo(JobState.ACCEPTED);
        assertThat(accepted.getAcceptedAt()).isEqualTo(Evidence.at(0));
        assertThat(accepted.getFingerprint()).isEqualTo("f-job-1");
        assertThat(started.getState()).isEqualTo(JobState.STARTED);
        assertThat(halfway.getStartedAt()).isEqualTo(Evidence.at(1));
        assertThat(halfway.getTilesDone()).isEqualTo(4);
        assertThat(done.getState()).isEqualTo(JobState.SUCCEEDED);
        assertThat(done.getUpdatedAt()).isEqualTo(Evidence.at(3));
        assertThat(done.getResult()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class)
    void everyOutcomeIsFinal(Outcome outcome) {
        // given
        JobView ended = JobViews.apply(null, new JobEvidence.Ended(Evidence.result(JOB, outcome, 3)));

        // when
        JobView later = JobViews.apply(ended, new JobEvidence.Reported(Evidence.started(JOB, 4, 1, 8)));

        // then
        assertThat(JobViews.isFinal(ended.getState())).isTrue();
        assertThat(later.getState()).isEqualTo(ended.getState());
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED", "UNKNOWN"})
    void anEventAloneDoesNotEndAJob(JobState claimed) {
        // given
        JobView started = JobViews.apply(null, new JobEvidence.Reported(Evidence.started(JOB, 1, 0, 8)));

        // when
        JobView told = JobViews.apply(started, new JobEvidence.Reported(Evidence.event(JOB, claimed, 2, 8, 8)));

        // then
        assertThat(told.getState()).isEqualTo(JobState.STARTED);
        assertThat(told.getTilesDone()).isEqualTo(8);
    }

    @Test
    void theEarlierOfTwoResultsCounts() {
        // given
        UpscaleResult first = Evidence.result(JOB, Outcome.SUCCEEDED, 3);
        UpscaleResult second = Evidence.result(JOB, Outcome.CANCELLED, 4);

        // when
        JobView inOrder = tell(List.of(new JobEvidence.Ended(first), new JobEvidence.Ended(second)));
        JobView reversed = tell(List.of(new JobEvidence.Ended(second), new JobEvidence.Ended(first)));

        // then
        assertThat(inOrder).isEqualTo(reversed);
        assertThat(inOrder.getState()).isEqualTo(JobState.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void anyOrderAndAnyRepetitionGiveTheSameView(long seed) {
        // given
        var random = new Random(seed);
        List<JobEvidence> story = story(random);
        JobView expected = tell(story);

        for (int shuffle = 0; shuffle < 40; shuffle++) {
            // when
            var told = new ArrayList<>(story);
            for (JobEvidence evidence : story) {
                if (random.nextInt(3) == 0) {
                    told.add(evidence);
                }
            }
            Collections.shuffle(told, random);

            // then
            assertThat(tell(told)).as("seed %d, order %s", seed, told).isEqualTo(expected);
        }
    }

    @Test
    void previewsAreKeptByNumberAndTheFirstOfANumberStays() {
        // given
        JobView view = JobViews.apply(null, new JobEvidence.Requested(Evidence.request(JOB, 0)));

        // when: the second came sooner, and another worker tells the first once more
        for (JobPreview preview : List.of(preview(2, "b"), preview(1, "a"), preview(1, "c"), preview(2, "b"))) {
            JobEvent event = Evidence.started(JOB, 1, 0, 0);
            event.setPreview(preview);
            view = JobViews.apply(view, new JobEvidence.Reported(event));
        }

        // then
        assertThat(view.getPreviews()).containsExactly(preview(1, "a"), preview(2, "b"));
    }

    @Test
    void noMorePreviewsAreKeptThanAWorkerMakes() {
        // when
        JobView view = JobViews.apply(null, new JobEvidence.Requested(Evidence.request(JOB, 0)));
        for (int number = 1; number <= 60; number++) {
            JobEvent event = Evidence.started(JOB, number, 0, 0);
            event.setPreview(preview(number, "a"));
            view = JobViews.apply(view, new JobEvidence.Reported(event));
        }

        // then
        assertThat(view.getPreviews()).hasSize(48);
        assertThat(view.getState()).isEqualTo(JobState.STARTED);
    }

    private static JobPreview preview(int number, String digit) {
        return JobPreview.newBuilder()
                .setNumber(number)
                .setStep(number)
                .setSteps(60)
                .setTilesDone(number)
                .setTilesTotal(60)
                .setPicture(new BlobReference("file:///" + digit, digit.repeat(64), 9L, "image/jpeg"))
                .build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void statesOnlyMoveForwardOnTheWay(long seed) {
        // given
        var random = new Random(seed);
        List<JobEvidence> story = story(random);
        Collections.shuffle(story, random);

        // when, then
        @Nullable JobView view = null;
        boolean wasFinal = false;
        for (JobEvidence evidence : story) {
            JobView next = JobViews.apply(view, evidence);
            if (view != null) {
                assertThat(next.getTilesDone()).isGreaterThanOrEqualTo(view.getTilesDone());
                assertThat(next.getUpdatedAt()).isAfterOrEqualTo(view.getUpdatedAt());
            }
            assertThat(JobViews.isFinal(next.getState()) || !wasFinal).isTrue();
            wasFinal = JobViews.isFinal(next.getState());
            view = next;
        }
    }

    // A job that was redelivered: progress starts anew, two workers report, two results may differ.
    private static List<JobEvidence> story(Random random) {
        var story = new ArrayList<JobEvidence>();
        story.add(new JobEvidence.Requested(Evidence.request(JOB, 0)));
        story.add(new JobEvidence.Reported(Evidence.event(JOB, JobState.ACCEPTED, 1, 0, 0)));
        int attempts = 1 + random.nextInt(3);
        for (int attempt = 0; attempt < attempts; attempt++) {
            int reports = 1 + random.nextInt(5);
            for (int report = 0; report < reports; report++) {
                story.add(new JobEvidence.Reported(Evidence.started(JOB, 2 + random.nextInt(20), report, reports)));
            }
        }
        Outcome[] outcomes = Outcome.values();
        int results = random.nextInt(3);
        for (int result = 0; result < results; result++) {
            Outcome outcome = outcomes[random.nextInt(outcomes.length)];
            story.add(new JobEvidence.Ended(Evidence.result(JOB, outcome, 20 + random.nextInt(3))));
            story.add(new JobEvidence.Reported(Evidence.event(JOB, JobState.SUCCEEDED, 21, 0, 0)));
        }
        return story;
    }

    private static JobView tell(List<JobEvidence> story) {
        @Nullable JobView view = null;
        for (JobEvidence evidence : story) {
            view = JobViews.apply(view, evidence);
        }
        return Objects.requireNonNull(view);
    }
}
