package io.acuity.video.decode;

import static io.acuity.video.ClipFiles.find;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.video.ClipException;
import io.acuity.video.ClipException.Reason;
import io.acuity.video.ClipFiles;
import io.acuity.video.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no clips, or broken ones: one clear sentence each. */
class BadClipTest {
    private static final int TWO_HOURS = 7200;

    @TempDir
    Path folder;

    @Test
    void tellsWhatIsNoClip() throws IOException {
        Path empty = Files.write(folder.resolve("empty.mp4"), new byte[0]);
        Path text = Files.writeString(folder.resolve("text.mp4"), "no clip at all\n".repeat(50));

        refused(folder.resolve("missing.mp4"), Reason.NO_ACCESS).hasMessageContaining("There is no file");
        refused(empty, Reason.NOT_A_CLIP).hasMessageContaining("zero bytes");
        refused(text, Reason.NOT_A_CLIP).hasMessageContaining("text.mp4 is not a clip");
    }

    @Test
    void doesNotFollowPlayLists() throws IOException {
        // given lists that name a readable clip
        Path clip = ClipFiles.plain(folder, "clip.mp4", 2);
        Path hls = Files.writeString(
                folder.resolve("list.m3u8"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + clip + "\n#EXT-X-ENDLIST\n");
        Path concat = Files.writeString(folder.resolve("list.txt"), "ffconcat version 1.0\nfile clip.mp4\n");

        // when, then
        refused(hls, Reason.NOT_A_CLIP);
        refused(concat, Reason.NOT_A_CLIP);
    }

    @Test
    void deliversWhatACutOffMatroskaFileHasAndThenSaysSo() throws IOException {
        // given the first two thirds of a file
        Path whole = ClipFiles.full(folder, "in.mkv", 60);
        Path cut = ClipFiles.cutTo(whole, Files.size(whole) * 2 / 3);
        List<Frame> expected = ClipFiles.frames(whole);

        // when
        List<Frame> read = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(cut)) {
            assertThat(reader.info().missingBytes()).isEqualTo(Files.size(whole) - Files.size(cut));

            // then
            assertThatThrownBy(() -> {
                        for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                            read.add(frame);
                        }
                    })
                    .isInstanceOf(ClipException.class)
                    .hasMessageContaining("is cut off")
                    .hasMessageContaining("whole frames")
                    .extracting(e -> ((ClipException) e).reason())
                    .isEqualTo(Reason.TRUNCATED);
        }
        assertThat(read).hasSizeBetween(10, 59);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).pixels().samples())
                    .isEqualTo(expected.get(i).pixels().samples());
        }
    }

    @Test
    void saysThatTheIndexOfACutOffMp4IsMissing() throws IOException {
        Path whole = ClipFiles.plain(folder, "in.mp4", 20);
        Path cut = ClipFiles.cutTo(whole, Files.size(whole) / 2);

        refused(cut, Reason.TRUNCATED).hasMessageContaining("the index of its frames among them");
    }

    @Test
    void believesTheFramesAndNotAHeaderThatPromisesTwoHours() throws IOException {
        // given a clip of three frames whose header says two hours
        Path file = ClipFiles.plain(folder, "in.mkv", 3);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putDouble(durationElement(bytes), 1000.0 * TWO_HOURS);
        Files.write(file, bytes);

        // when
        ClipInfo info = ClipProbe.probe(file, ClipLimits.defaults());
        List<Frame> frames = ClipFiles.frames(file);

        // then
        assertThat(info.seconds()).isEqualTo(TWO_HOURS);
        assertThat(info.expectedFrames()).isGreaterThan(100_000);
        assertThat(frames).extracting(Frame::index).containsExactly(0L, 1L, 2L);
    }

    @Test
    void saysThatAStreamHasNoFrame() throws IOException {
        // given a clip whose tables of samples are empty
        Path file = ClipFiles.plain(folder, "in.mp4", 3);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer boxes = ByteBuffer.wrap(bytes);
        for (String table : List.of("stts", "stsc", "stco")) {
            boxes.putInt(find(bytes, table, 0) + 8, 0);
        }
        boxes.putInt(find(bytes, "stsz", 0) + 12, 0);
        Files.write(file, bytes);

        // when, then
        refused(file, Reason.NO_FRAMES).hasMessageContaining("The video stream of in.mp4");
    }

    @Test
    void namesACodecNobodyKnows() throws IOException {
        // given
        Path file = ClipFiles.plain(folder, "in.mp4", 2);
        byte[] bytes = Files.readAllBytes(file);
        int entry = find(bytes, "avc1", find(bytes, "stsd", 0));
        System.arraycopy("qqqq".getBytes(StandardCharsets.US_ASCII), 0, bytes, entry, 4);
        Files.write(file, bytes);

        // when, then
        refused(file, Reason.UNKNOWN_CODEC)
                .hasMessageContaining("qqqq")
                .hasMessageContaining("which no decoder here knows");
    }

    @Test
    void hasASentenceForACodecWithoutANameOrATag() throws IOException {
        // given: Matroska names codecs by words, which FFmpeg does not hand on when it does not know them
        Path file = ClipFiles.plain(folder, "in.mkv", 2);
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy("V_QUILL".getBytes(StandardCharsets.US_ASCII), 0, bytes, find(bytes, "V_MPEG4", 0), 7);
        Files.write(file, bytes);

        // when, then
        refused(file, Reason.UNKNOWN_CODEC)
                .hasMessageContaining("is coded in a way that FFmpeg has no name for, which no decoder here knows");
    }

    @Test
    void checksSizesBeforeDecoding() {
        Path file = ClipFiles.plain(folder, "in.mp4", 1);

        assertThatThrownBy(() -> ClipReader.open(file, new ClipLimits(95, 1_000_000, 8)))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("96×64 pixels, more than the limit of 95 a side");
    }

    @Test
    void skipsDamagedPacketsAndCountsThem() throws IOException {
        // given a clip whose pictures were overwritten in the middle
        Path file = ClipFiles.plain(folder, "in.mp4", 40);
        byte[] bytes = Files.readAllBytes(file);
        int data = find(bytes, "mdat", 0);
        for (int i = data + 4000; i < data + 5000; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(file, bytes);

        // when
        List<Frame> frames = ClipFiles.frames(file);

        // then the rest is there, in order
        assertThat(frames.size()).isBetween(20, 40);
        assertThat(frames).extracting(f -> f.time().pts()).isSorted();
    }

    /** Where the eight bytes of Matroska's element Duration (0x4489) begin. */
    private static int durationElement(byte[] bytes) {
        for (int i = 0; i < bytes.length - 3; i++) {
            if (bytes[i] == 0x44 && (bytes[i + 1] & 0xFF) == 0x89 && (bytes[i + 2] & 0xFF) == 0x88) {
                return i + 3;
            }
        }
        throw new IllegalStateException("The file tells no duration.");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file, Reason reason) {
        return assertThatThrownBy(() -> {
                    try (ClipReader reader = ClipReader.open(file)) {
                        while (reader.next() != null) {
                            // until it complains
                        }
                    }
                })
                .isInstanceOfSatisfying(
                        ClipException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
