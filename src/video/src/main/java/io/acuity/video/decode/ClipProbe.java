package io.acuity.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import io.acuity.video.ClipException;
import io.acuity.video.ColourTags;
import io.acuity.video.ffmpeg.Ffmpeg;
import io.acuity.video.ffmpeg.PixelFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.IntPointer;

/** Reads what a clip's header says, and refuses what cannot be decoded. */
public final class ClipProbe {
    private ClipProbe() {}

    /** Opens a file, looks at it and closes it again. */
    public static ClipInfo probe(Path file, ClipLimits limits) {
        try (Demuxer demuxer = Demuxer.open(file, limits)) {
            return probe(file, demuxer, limits);
        }
    }

    /** Looks at a file that is open already. */
    public static ClipInfo probe(Path file, Demuxer demuxer, ClipLimits limits) {
        int best = videoStream(demuxer);
        VideoStream video = video(demuxer, best, limits);
        List<OtherStream> others = new ArrayList<>();
        for (int i = 0; i < demuxer.streams(); i++) {
            if (i != best) {
                others.add(other(demuxer.stream(i), i));
            }
        }
        long duration = demuxer.context().duration();
        long bytes = 0;
        long missing = 0;
        try {
            bytes = Files.size(file);
            missing = ContainerEnd.missingBytes(file);
        } catch (IOException e) {
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS, demuxer.name() + " cannot be read: " + e.getMessage() + ".", e);
        }
        return new ClipInfo(
                demuxer.context().iformat().name().getString(),
                video,
                others,
                chapters(demuxer),
                Ffmpeg.entries(demuxer.context().metadata()),
                duration == AV_NOPTS_VALUE || duration < 0 ? 0 : (double) duration / AV_TIME_BASE,
                bytes,
                missing,
                warnings(demuxer.stream(best), video));
    }

    /** The index of the stream to enlarge. */
    static int videoStream(Demuxer demuxer) {
        int best = av_find_best_stream(demuxer.context(), AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (best >= 0 && demuxer.isVideo(best)) {
            return best;
        }
        for (int i = 0; i < demuxer.streams(); i++) {
            if (demuxer.isVideo(i)) {
                return i;
            }
        }
        throw new ClipException(
                ClipException.Reason.NO_VIDEO,
                demuxer.name() + " has no video stream, only " + held(demuxer) + "; send a clip with pictures.");
    }

    private static String held(Demuxer demuxer) {
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < demuxer.streams(); i++) {
            OtherStream stream = other(demuxer.stream(i), i);
            kinds.add(stream.kind().name().toLowerCase(Locale.ROOT) + " (" + stream.codec() + ")");
        }
        return kinds.isEmpty() ? "an empty container" : String.join(", ", kinds);
    }

    private static VideoStream video(Demuxer demuxer, int index, ClipLimits limits) {
        AVStream stream = demuxer.stream(index);
        AVCodecParameters parameters = stream.codecpar();
        requireDecodable(demuxer, parameters);
        limits.requireSize(demuxer.name(), parameters.width(), parameters.height());
        int order = parameters.field_order();
        long start = stream.start_time();
        return new VideoStream(
                index,
                codecName(parameters),
                parameters.width(),
                parameters.height(),
                PixelFormats.name(parameters.format()),
                PixelFormats.depth(parameters.format()),
                rotation(parameters),
                colour(parameters),
                Ffmpeg.rational(
                        stream.sample_aspect_ratio().num() > 0
                                ? stream.sample_aspect_ratio()
                                : parameters.sample_aspect_ratio()),
                Ffmpeg.rational(stream.time_base()),
                Ffmpeg.rational(stream.r_frame_rate()),
                Ffmpeg.rational(stream.avg_frame_rate()),
                Math.max(0, stream.nb_frames()),
                start == AV_NOPTS_VALUE ? 0 : start,
                order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE,
                Ffmpeg.entries(stream.metadata()));
    }

    private static void requireDecodable(Demuxer demuxer, AVCodecParameters parameters) {
        AVCodec decoder = avcodec_find_decoder(parameters.codec_id());
        if (parameters.codec_id() == AV_CODEC_ID_NONE || decoder == null || decoder.isNull()) {
            throw new ClipException(
                    ClipException.Reason.UNKNOWN_CODEC,
                    "The video in " + demuxer.name() + " is coded " + coding(parameters)
                            + ", which no decoder here knows; convert it to H.264 first.");
        }
        if (parameters.width() < 1 || parameters.height() < 1 || parameters.format() == AV_PIX_FMT_NONE) {
            throw new ClipException(
                    ClipException.Reason.NO_FRAMES,
                    "The video stream of " + demuxer.name() + " (" + codecName(parameters)
                            + ") has no picture that can be decoded.");
        }
    }

    /** Some containers have a tag of four characters for a codec, some have not, and not every tag is one that FFmpeg knows. */
    private static String coding(AVCodecParameters parameters) {
        boolean named = parameters.codec_id() != AV_CODEC_ID_NONE;
        String tag = parameters.codec_tag() == 0 ? "" : "tag " + fourCharacters(parameters.codec_tag());
        if (named) {
            return "as " + codecName(parameters) + (tag.isEmpty() ? "" : " (" + tag + ")");
        }
        return tag.isEmpty() ? "in a way that FFmpeg has no name for" : "under the " + tag;
    }

    private static String fourCharacters(int tag) {
        StringBuilder text = new StringBuilder(4);
        for (int i = 0; i < 4; i++) {
            int character = (tag >> (8 * i)) & 0xFF;
            text.append(character >= 32 && character < 127 ? (char) character : '?');
        }
        return text.toString();
    }

    private static OtherStream other(AVStream stream, int index) {
        return new OtherStream(index, kind(stream), codecName(stream.codecpar()), Ffmpeg.entries(stream.metadata()));
    }

    /** What a stream holds. */
    public static StreamKind kind(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (type == AVMEDIA_TYPE_VIDEO) {
            boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
            return cover ? StreamKind.PICTURE : StreamKind.VIDEO;
        }
        if (type == AVMEDIA_TYPE_AUDIO) {
            return StreamKind.AUDIO;
        }
        if (type == AVMEDIA_TYPE_SUBTITLE) {
            return StreamKind.SUBTITLE;
        }
        if (type == AVMEDIA_TYPE_ATTACHMENT) {
            return StreamKind.ATTACHMENT;
        }
        // FFmpeg's reader of ISO media sets the tracks it took the chapters from aside in this way.
        return stream.discard() == AVDISCARD_ALL ? StreamKind.CHAPTERS : StreamKind.DATA;
    }

    private static String codecName(AVCodecParameters parameters) {
        return avcodec_get_name(parameters.codec_id()).getString();
    }

    private static ColourTags colour(AVCodecParameters parameters) {
        return new ColourTags(
                parameters.color_range(),
                parameters.color_primaries(),
                parameters.color_trc(),
                parameters.color_space(),
                parameters.chroma_location());
    }

    private static int rotation(AVCodecParameters parameters) {
        AVPacketSideData matrix = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < 36) {
            return 0;
        }
        double anticlockwise = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(anticlockwise) ? 0 : Math.floorMod(-Math.round(anticlockwise), 360);
    }

    private static List<Chapter> chapters(Demuxer demuxer) {
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < demuxer.context().nb_chapters(); i++) {
            AVChapter chapter = demuxer.context().chapters(i);
            chapters.add(new Chapter(
                    chapter.id(),
                    chapter.start(),
                    chapter.end(),
                    Ffmpeg.rational(chapter.time_base()),
                    Ffmpeg.entries(chapter.metadata())));
        }
        return chapters;
    }

    private static List<String> warnings(AVStream stream, VideoStream video) {
        List<String> warnings = new ArrayList<>();
        if (video.interlaced()) {
            warnings.add("The clip is interlaced; its two fields are enlarged as one picture. Deinterlace it first.");
        }
        if (PixelFormats.hasAlpha(stream.codecpar().format())) {
            warnings.add("The clip's transparency is not kept.");
        }
        AVPacketSideData dolby = av_packet_side_data_get(
                stream.codecpar().coded_side_data(), stream.codecpar().nb_coded_side_data(), AV_PKT_DATA_DOVI_CONF);
        if (dolby != null && !dolby.isNull()) {
            warnings.add("The clip's Dolby Vision data are not kept; its base layer is.");
        }
        return warnings;
    }
}
