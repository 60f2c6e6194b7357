package io.acuity.video;

import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.decode.Demuxer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.ClipWriter;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.WriteReport;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Real clips for tests, written on the spot, and what is in them. */
public final class ClipFiles {
    private ClipFiles() {}

    /** A small clip with variable rate, tone, subtitles and chapters. */
    public static Path full(Path folder, String name, int frames) {
        Path file = folder.resolve(name);
        new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 96, 64, frames)
                        .withEverything())
                .write(file, EncodeSettings.defaults());
        return file;
    }

    /** A small clip with nothing but pictures at a constant rate. */
    public static Path plain(Path folder, String name, int frames) {
        Path file = folder.resolve(name);
        new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 96, 64, frames))
                .write(file, EncodeSettings.defaults());
        return file;
    }

    /** All frames of a clip. */
    public static List<Frame> frames(Path file) {
        List<Frame> frames = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(file)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Times of all frames of a clip. */
    public static List<FrameTime> times(Path file) {
        return frames(file).stream().map(Frame::time).toList();
    }

    /** A packet of a stream that is not the video's. */
    public record Packet(int type, double seconds, byte[] content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Packet packet
                    && type == packet.type
                    && Math.abs(seconds - packet.seconds) < 1e-9
                    && Arrays.equals(content, packet.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** Packets of all streams of a media type, FFmpeg's numbering: 0 video, 1 audio, 3 subtitles. */
    public static List<Packet> packets(Path file, int type) {
        List<Packet> packets = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, ClipLimits.defaults())) {
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                var stream = demuxer.stream(packet.stream_index());
                if (stream.codecpar().codec_type() == type) {
                    byte[] content = new byte[packet.size()];
                    packet.data().get(content);
                    double seconds = (double) packet.pts()
                            * stream.time_base().num()
                            / stream.time_base().den();
                    packets.add(new Packet(type, seconds, content));
                }
            }
        }
        return packets;
    }

    /** Writes a clip anew with every pixel repeated, as a stand-in for enlarging it. */
    public static WriteReport rewrite(
            Path source, Path target, int scale, OptionalLong limit, EncodeSettings settings) {
        try (ClipReader reader = ClipReader.open(source)) {
            var video = reader.info().video();
            ClipOutput output = new ClipOutput(
                    target,
                    source,
                    video.width() * scale,
                    video.height() * scale,
                    video.storedDepth(),
                    limit,
                    settings);
            try (ClipWriter writer = ClipWriter.open(output)) {
                long left = limit.orElse(Long.MAX_VALUE);
                for (Frame frame = reader.next(); frame != null && left > 0; frame = left > 0 ? reader.next() : null) {
                    writer.write(frame.with(repeated(frame.pixels(), scale)));
                    left--;
                }
                return writer.finish();
            }
        }
    }

    /** Every pixel {@code scale} times in both directions. */
    public static FramePixels repeated(FramePixels pixels, int scale) {
        FramePixels large = FramePixels.black(pixels.width() * scale, pixels.height() * scale, pixels.bitDepth());
        int pixel = 3 * pixels.bitDepth() / 8;
        for (int y = 0; y < large.height(); y++) {
            for (int x = 0; x < large.width(); x++) {
                int from = (y / scale * pixels.width() + x / scale) * pixel;
                System.arraycopy(pixels.samples(), from, large.samples(), (y * large.width() + x) * pixel, pixel);
            }
        }
        return large;
    }

    /** Mean absolute difference in levels of 8 bits. */
    public static double difference(FramePixels a, FramePixels b) {
        double sum = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = 0; x < a.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    sum += Math.abs(a.sample(x, y, c) - b.sample(x, y, c)) / 257.0;
                }
            }
        }
        return sum / (3.0 * a.width() * a.height());
    }

    /** A copy of a file with its first so many bytes. */
    public static Path cutTo(Path file, long bytes) {
        try {
            Path cut = file.resolveSibling("cut-" + file.getFileName());
            Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), Math.toIntExact(bytes)));
            return cut;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a name of four letters stands in a file, from {@code start} on. */
    public static int find(byte[] bytes, String name, int start) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = start; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("There is no " + name + ".");
    }
}
