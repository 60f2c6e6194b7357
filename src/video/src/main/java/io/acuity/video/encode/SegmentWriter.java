package io.acuity.video.encode;

import io.acuity.video.ClipException;
import io.acuity.video.Frame;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Encodes consecutive frames of a clip into a piece of its own that begins with a key frame: what a clip is joined from
 * ({@link ClipWriter#append}) when it must survive being interrupted. The file appears under its name, safely on the
 * disk, when it is complete, and not before. Owns native memory; one thread at a time.
 *
 * <p>A file holds the encoder's packets with their exact times, which no container keeps in every time base:
 * {@code ACSG}, a version, the encoder's header, for each packet 1, pts, dts, duration, flags and bytes, and at the end
 * 0, the number of frames and a CRC-32C; all numbers with the high byte first.
 */
public final class SegmentWriter implements AutoCloseable {
    static final int MAGIC = 0x41435347;
    static final int VERSION = 1;

    /** What is left of a disk that is called full. */
    private static final long FULL = 1 << 20;

    private final Path target;
    private final Path partial;
    private final EncoderPlan plan;
    private final VideoEncoder encoder;
    private final FileOutputStream file;
    private final CheckedOutputStream checked;
    private final DataOutputStream out;
    private int frames;

    private SegmentWriter(EncoderPlan plan, Path target, VideoEncoder encoder) throws IOException {
        this.target = target;
        this.partial = target.resolveSibling(target.getFileName() + ".part");
        this.plan = plan;
        this.encoder = encoder;
        this.file = new FileOutputStream(partial.toFile());
        this.checked = new CheckedOutputStream(new BufferedOutputStream(file, 1 << 16), new CRC32C());
        this.out = new DataOutputStream(checked);
    }

    /**
     * Begins a piece.
     *
     * @throws ClipException {@code NO_ACCESS} or {@code DISK_FULL} when it cannot be written
     */
    public static SegmentWriter open(EncoderPlan plan, Path target) {
        VideoEncoder encoder = plan.openEncoder();
        try {
            SegmentWriter writer = new SegmentWriter(plan, target, encoder);
            byte[] header = encoder.header();
            writer.out.writeInt(MAGIC);
            writer.out.writeInt(VERSION);
            writer.out.writeInt(header.length);
            writer.out.write(header);
            return writer;
        } catch (IOException e) {
            encoder.close();
            throw failure(target, e);
        }
    }

    /** Encodes the next frame, of the planned size and depth, later than the one before, in the source's time base. */
    public void write(Frame frame) {
        if (!frame.time().timeBase().equals(plan.timeBase())) {
            throw new IllegalArgumentException("Frame " + frame.index() + " counts in "
                    + frame.time().timeBase() + " s and the clip in " + plan.timeBase() + " s.");
        }
        try {
            encoder.encode(frame.pixels(), frame.time(), this::keep);
            frames++;
        } catch (UncheckedIOException e) {
            throw failure(target, e);
        }
    }

    /** Encodes what is left and puts the file in its place; returns the number of frames. */
    public int finish() {
        try {
            encoder.drain(this::keep);
            out.writeByte(0);
            out.writeInt(frames);
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            file.getFD().sync();
            file.close();
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return frames;
        } catch (UncheckedIOException e) {
            throw failure(target, e);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /** Releases everything; without {@link #finish} before, no file is left. */
    @Override
    public void close() {
        encoder.close();
        try {
            file.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private void keep(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        try {
            out.writeByte(1);
            out.writeLong(packet.pts());
            out.writeLong(packet.dts());
            out.writeLong(packet.duration());
            out.writeInt(packet.flags());
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClipException failure(Path target, Exception cause) {
        if (spaceLeft(target) < FULL) {
            return new ClipException(
                    ClipException.Reason.DISK_FULL,
                    "No space is left on the disk while writing " + target
                            + "; free some and start again: what is done stays done.",
                    cause);
        }
        return new ClipException(
                ClipException.Reason.NO_ACCESS, target + " cannot be written: " + cause.getMessage() + ".", cause);
    }

    private static long spaceLeft(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        return folder == null ? Long.MAX_VALUE : folder.toFile().getUsableSpace();
    }
}
