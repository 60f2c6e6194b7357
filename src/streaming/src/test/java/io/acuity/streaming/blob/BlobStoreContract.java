package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.BlobReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises; each store's test extends it. */
abstract class BlobStoreContract {

    abstract BlobStore store();

    /** Changes stored bytes behind the store's back, keeping their number. */
    abstract void damage(BlobReference reference) throws Exception;

    @Test
    void bytesComeBackUnderTheirHash() {
        // given
        byte[] bytes = random(300_000, 1);

        // when
        BlobReference reference = store().put(bytes, "image/png");

        // then
        assertThat(store().read(reference)).isEqualTo(bytes);
        assertThat(reference.getSize()).isEqualTo(300_000);
        assertThat(reference.getMediaType()).isEqualTo("image/png");
        assertThat(reference.getSha256())
                .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes)));
        assertThat(reference.getUri()).endsWith(reference.getSha256());
    }

    @Test
    void partsAreReadAlone() throws Exception {
        // given
        byte[] bytes = random(70_000, 9);
        BlobReference reference = store().put(bytes, "x/y");

        // when
        byte[] middle;
        try (InputStream in = store().open(reference, 60_000, 5_000)) {
            middle = in.readAllBytes();
        }
        byte[] last;
        try (InputStream in = store().open(reference, 69_990, 10)) {
            assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(bytes[69_990]));
            assertThat(in.skip(2)).isEqualTo(2);
            last = in.readAllBytes();
        }

        // then
        assertThat(middle).isEqualTo(Arrays.copyOfRange(bytes, 60_000, 65_000));
        assertThat(last).isEqualTo(Arrays.copyOfRange(bytes, 69_993, 70_000));
        try (InputStream none = store().open(reference, 5, 0)) {
            assertThat(none.read()).isEqualTo(-1);
        }
    }

    @Test
    void streamsAndSingleBytesAreStoredToo() throws Exception {
        // given
        byte[] bytes = random(70_000, 2);

        // when
        BlobReference whole = store().put(new ByteArrayInputStream(bytes), "x/y");
        BlobReference pieces;
        try (BlobUpload upload = store().upload("x/y")) {
            upload.write(bytes[0]);
            upload.write(bytes, 1, bytes.length - 1);
            pieces = upload.commit();
        }

        // then
        assertThat(pieces).isEqualTo(whole);
        try (InputStream in = store().open(whole)) {
            assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(bytes[0]));
            assertThat(in.skip(10)).isEqualTo(10);
            assertThat(in.readAllBytes()).hasSize(bytes.length - 11);
        }
    }

    @Test
    void theEmptyBlobIsABlob() {
        assertThat(store().read(store().put(new byte[0], "x/y"))).isEmpty();
    }

    @Test
    void anUncommittedUploadLeavesNothing() {
        // given
        byte[] bytes = random(1_000, 3);
        try (BlobUpload upload = store().upload("x/y")) {
            upload.write(bytes);
        }

        // then
        var reference = new BlobReference(
                "x:/payloads/", HexFormat.of().formatHex(Sha256.digest().digest(bytes)), 1_000L, "x/y");
        assertThatThrownBy(() -> store().read(reference))
                .isInstanceOf(BlobMissingException.class)
                .hasMessageContaining("upload it again");
    }

    @Test
    void changedBytesAreCorrupt() throws Exception {
        // given
        BlobReference reference = store().put(random(5_000, 4), "x/y");

        // when
        damage(reference);

        // then
        assertThatThrownBy(() -> store().read(reference))
                .isInstanceOf(BlobCorruptException.class)
                .hasMessageContaining(reference.getUri());
    }

    @Test
    void aReferenceOfAnotherSizeIsCorrupt() {
        // given
        BlobReference reference = store().put(random(5_000, 5), "x/y");

        // then
        assertThatThrownBy(() -> store().read(resized(reference, 4_999))).isInstanceOf(BlobCorruptException.class);
        assertThatThrownBy(() -> store().read(resized(reference, 5_001))).isInstanceOf(BlobCorruptException.class);
    }

    @Test
    void aReferenceCannotPointOutOfTheStore() {
        var reference = new BlobReference("file:/etc/passwd", "../../../../etc/passwd", 1L, "x/y");
        assertThatThrownBy(() -> store().open(reference)).isInstanceOf(BlobCorruptException.class);
    }

    @Test
    void whereAReferenceSaysItsBlobIsIsNeverGoneTo(@TempDir Path folder) throws IOException {
        // given: a file that is there and whose hash is right, and a blob of the store under another address
        Path file = Files.writeString(folder.resolve("outside"), "somebody's secret");
        BlobReference outside = new BlobReference(
                file.toUri().toString(),
                HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(file))),
                Files.size(file),
                "x/y");
        BlobReference inside = store().put(random(50, 9), "x/y");

        // when, then
        assertThatThrownBy(() -> store().read(outside)).isInstanceOf(BlobMissingException.class);
        for (String address : List.of("http://169.254.169.254/latest", "s3://other/payloads/x", "file:///etc/passwd")) {
            assertThat(store().read(new BlobReference(address, inside.getSha256(), inside.getSize(), "x/y")))
                    .isEqualTo(random(50, 9));
        }
    }

    @Test
    void theCollectorTakesOldPayloadsAndLeavesCheckpointsAndDatasets() {
        // given: one content is a payload and an image of a dataset
        BlobReference payload = store().put(random(100, 8), "x/y");
        BlobReference checkpoint = put(BlobArea.CHECKPOINTS, random(100, 6));
        BlobReference pinned = put(BlobArea.DATASETS, random(100, 8));
        var keep = Duration.ofDays(3);

        // when
        int youngRemoved =
                collector(keep, Instant.now().plus(keep).minusSeconds(3_600)).collect();
        int oldRemoved =
                collector(keep, Instant.now().plus(keep).plusSeconds(3_600)).collect();

        // then
        assertThat(youngRemoved).isZero();
        assertThat(oldRemoved).isPositive();
        assertThatThrownBy(() -> store().read(payload)).isInstanceOf(BlobMissingException.class);
        assertThat(store().read(checkpoint)).hasSize(100);
        assertThat(store().read(pinned)).isEqualTo(random(100, 8));
    }

    @Test
    void framesAreDeletedOneByOneAndNothingElseIs() {
        // given: one content is a frame and a payload
        BlobReference frame = put(BlobArea.FRAMES, random(100, 9));
        BlobReference other = put(BlobArea.FRAMES, random(100, 10));
        BlobReference payload = store().put(random(100, 9), "x/y");
        BlobReference checkpoint = put(BlobArea.CHECKPOINTS, random(100, 9));

        // when: the first is deleted twice
        store().delete(frame);
        store().delete(frame);
        store().delete(payload);
        store().delete(checkpoint);

        // then
        assertThatThrownBy(() -> store().read(frame)).isInstanceOf(BlobMissingException.class);
        assertThat(store().read(other)).isEqualTo(random(100, 10));
        assertThat(store().read(payload)).isEqualTo(random(100, 9));
        assertThat(store().read(checkpoint)).isEqualTo(random(100, 9));
    }

    @Test
    void theFramesOfAClipGoTogetherAlsoThoseNobodyKnowsOf() {
        // given: two clips with one frame in common, an id that is no file name, and a frame of no clip
        String clip = "../a clip/1";
        BlobReference known = store().putFrame(clip, random(100, 12), "x/y");
        BlobReference unknown = store().putFrame(clip, random(100, 13), "x/y");
        BlobReference others = store().putFrame("other", random(100, 13), "x/y");
        BlobReference nobodys = put(BlobArea.FRAMES, random(100, 13));
        assertThat(store().read(known)).isEqualTo(random(100, 12));
        store().delete(known);
        assertThatThrownBy(() -> store().read(known)).isInstanceOf(BlobMissingException.class);

        // when
        int removed = store().removeFrames(clip);

        // then
        assertThat(removed).isEqualTo(1);
        assertThatThrownBy(() -> store().read(unknown)).isInstanceOf(BlobMissingException.class);
        assertThat(store().read(others)).isEqualTo(random(100, 13));
        assertThat(store().read(nobodys)).isEqualTo(random(100, 13));
        assertThat(store().removeFrames(clip)).isZero();
        assertThat(store().removeFrames("other")).isEqualTo(1);
    }

    @Test
    void theCollectorTakesFramesNobodyFetched() {
        // given
        BlobReference frame = put(BlobArea.FRAMES, random(100, 11));

        // when
        int removed = collector(Duration.ZERO, Instant.now().plusSeconds(3_600)).collect();

        // then
        assertThat(removed).isPositive();
        assertThatThrownBy(() -> store().read(frame)).isInstanceOf(BlobMissingException.class);
    }

    private BlobReference put(BlobArea area, byte[] bytes) {
        return store().put(area, bytes, "x/y");
    }

    private BlobCollector collector(Duration keep, Instant now) {
        return new BlobCollector(store(), keep, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static BlobReference resized(BlobReference reference, long size) {
        return BlobReference.newBuilder(reference).setSize(size).build();
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
