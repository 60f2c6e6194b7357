package io.acuity.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.acuity.diffusion.preview.Preview;
import io.acuity.events.JobPreview;
import io.acuity.imaging.Picture;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a job is looked at. */
class JobPreviewsTest {
    @TempDir
    Path folder;

    private final List<JobPreview> told = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private long nanos;
    private BlobStore store;
    private JobPreviews previews;

    @BeforeEach
    void open() {
        store = BlobStores.directory(folder.resolve("blobs"));
        previews =
                new JobPreviews("job", new JobPreviews.Way(new PreviewPress(store), told::add, work::add, () -> nanos));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theFirstComesAtOnceAndTheNextHalfASecondLater() {
        // when, then: nothing is done yet
        assertThat(previews.wants(0, 20)).isFalse();
        // then
        assertThat(previews.wants(1, 20)).isTrue();
        show(1, 20);
        assertThat(previews.wants(2, 20)).isFalse();
        after(499);
        assertThat(previews.wants(2, 20)).isFalse();
        after(1);
        assertThat(previews.wants(2, 20)).isTrue();
        assertThat(told).extracting(JobPreview::getNumber, JobPreview::getStep).containsExactly(tuple(1, 1));
    }

    @Test
    void aJobOfManyStepsIsLookedAtFortyTimesOverItsWholeWay() {
        // when: two thousand steps of a second
        for (int done = 1; done < 2000; done++) {
            after(1000);
            if (previews.wants(done, 2000)) {
                show(done, 2000);
            }
        }

        // then
        assertThat(told).hasSizeBetween(35, JobPreviews.MOST);
        assertThat(told.get(0).getTilesDone()).isEqualTo(50);
        assertThat(told.get(told.size() - 1).getTilesDone()).isGreaterThan(1900);
    }

    @Test
    void onlyOneIsMadeAtATime() {
        // given
        previews.show(preview(1, 20));
        after(5000);

        // then
        assertThat(previews.wants(5, 20)).isFalse();
        work.remove().run();
        assertThat(previews.wants(5, 20)).isTrue();
    }

    @Test
    void aSecondAttemptCountsOn() {
        // given
        show(15, 20);
        after(500);

        // when: it begins anew
        assertThat(previews.wants(1, 20)).isTrue();
        show(1, 20);

        // then
        assertThat(told).extracting(JobPreview::getNumber).containsExactly(1, 2);
    }

    @Test
    void aStoreThatIsAwayCostsThePreviewAlone() throws IOException {
        // given: a file where the store had its folder
        Path place = folder.resolve("broken");
        BlobStore broken = BlobStores.directory(place);
        try (Stream<Path> inside = Files.walk(place)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.createFile(place);
        previews = new JobPreviews(
                "job", new JobPreviews.Way(new PreviewPress(broken), told::add, work::add, () -> nanos));

        // when
        show(1, 20);

        // then
        assertThat(told).isEmpty();
        after(500);
        assertThat(previews.wants(2, 20)).isTrue();
        broken.close();
    }

    @Test
    void largePicturesAreMadeSmallAndSmallOnesStay() {
        Picture wide = PreviewPress.small(preview(1024, 700, 1, 20));
        Picture small = PreviewPress.small(preview(500, 30, 1, 20));
        assertThat(List.of(wide.width(), wide.height(), small.width(), small.height()))
                .containsExactly(512, 350, 500, 30);
    }

    private void show(long done, long total) {
        previews.show(preview(done, total));
        work.remove().run();
    }

    private void after(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Preview preview(long done, long total) {
        return preview(8, 6, done, total);
    }

    private static Preview preview(int width, int height, long done, long total) {
        short[][] planes = new short[3][width * height];
        return new Preview(width, height, planes, Preview.Stage.of(4, done, total));
    }
}
