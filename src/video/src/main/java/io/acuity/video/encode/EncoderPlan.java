package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;

import io.acuity.video.ColourTags;
import io.acuity.video.Rational;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.decode.Demuxer;
import io.acuity.video.decode.VideoStream;
import io.acuity.video.ffmpeg.Ffmpeg;
import io.acuity.video.ffmpeg.PixelFormats;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;

/**
 * How the frames of a clip are encoded: the same plan from the same source, settings and FFmpeg, so that pieces encoded
 * apart fit together. Immutable.
 */
public final class EncoderPlan {
    private final EncoderChoice choice;
    private final VideoShape shape;
    private final EncodeSettings settings;
    private final boolean globalHeader;

    private EncoderPlan(EncoderChoice choice, VideoShape shape, EncodeSettings settings, boolean globalHeader) {
        this.choice = choice;
        this.shape = shape;
        this.settings = settings;
        this.globalHeader = globalHeader;
    }

    /**
     * The plan for a clip, from its source's header.
     *
     * @throws io.acuity.video.ClipException {@code NO_ENCODER} when nothing can encode such frames as asked
     */
    public static EncoderPlan of(ClipOutput output) {
        ClipLimits limits = ClipLimits.defaults();
        try (Demuxer source = Demuxer.open(output.source(), limits)) {
            ClipInfo info = ClipProbe.probe(output.source(), source, limits);
            String muxer = ClipContainer.of(output.target()).muxer();
            AVOutputFormat container =
                    Ffmpeg.allocated(av_guess_format(muxer, (String) null, null), "the container " + muxer);
            return of(output, source, info.video(), container);
        }
    }

    static EncoderPlan of(ClipOutput output, Demuxer source, VideoStream video, AVOutputFormat container) {
        int format = source.stream(video.index()).codecpar().format();
        EncoderChoice choice = EncoderChoice.of(
                output.settings(),
                container,
                EncoderNeeds.of(output.width(), output.height(), format, output.bitDepth()));
        boolean globalHeader = (container.flags() & AVFMT_GLOBALHEADER) != 0;
        return new EncoderPlan(choice, shape(output, video, format, choice), output.settings(), globalHeader);
    }

    private static VideoShape shape(ClipOutput output, VideoStream video, int sourceFormat, EncoderChoice choice) {
        ColourTags tags = video.colour().forEnlarged(video.height(), output.height());
        if (PixelFormats.isFullRange(sourceFormat)) {
            tags = new ColourTags(2, tags.primaries(), tags.transfer(), tags.matrix(), tags.chromaLocation());
        }
        if (!PixelFormats.isRgb(choice.pixelFormat())) {
            tags = tags.forYuv(output.height());
        }
        return new VideoShape(
                output.width(),
                output.height(),
                video.timeBase(),
                video.averageRate(),
                video.sampleAspectRatio(),
                tags);
    }

    VideoEncoder openEncoder() {
        return VideoEncoder.open(choice, shape, settings, globalHeader);
    }

    EncoderChoice choice() {
        return choice;
    }

    /** Seconds a tick of the frames' times. */
    public Rational timeBase() {
        return shape.timeBase();
    }
}
