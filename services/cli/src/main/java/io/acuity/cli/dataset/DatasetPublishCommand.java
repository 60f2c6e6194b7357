package io.acuity.cli.dataset;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.ImageHeader;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleImage;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.acuity.streaming.dataset.SplitRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a folder of images as samples of a dataset. */
@Command(
        name = "publish",
        description = {
            "Publishes the images below a folder as samples of a dataset, for a trainer to learn from.",
            "Each image is decoded first; one that cannot be read, is smaller than 64 pixels a side or lacks its LR image is "
                    + "refused and the others go on. A sample is named by its content: publishing a folder again adds "
                    + "nothing, and replaces split, licence and tags."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity dataset publish photos --name street --split 5 --licence CC-BY-4.0 --blobs file:///tmp/blobs",
            "  acuity dataset publish HR --lr LR/X4 --name div2k --tag camera=none --blobs file:///tmp/blobs --json"
        })
public final class DatasetPublishCommand implements Callable<Integer> {
    private final Console console;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @Parameters(paramLabel = "DIR", description = "Folder of HR images; its sub-folders are looked through too.")
    private Path folder = Path.of(".");

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @Option(
            names = "--lr",
            paramLabel = "DIR",
            description = "Folder of LR images with the same names, which may end in the scale as in 0001x4.png; "
                    + "without it, LR images are made by degradation.")
    private @Nullable Path lowRes;

    @Option(
            names = "--split",
            paramLabel = "train|validation|PERCENT",
            description = "Where the samples belong, or the percentage held out for validation, chosen by the hash of "
                    + "each image (default: ${DEFAULT-VALUE}).")
    private String split = "train";

    @Option(names = "--licence", paramLabel = "TEXT", description = "Under which the images may be used.")
    private @Nullable String licence;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "Anything else to say; may be repeated.")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--blobs",
            required = true,
            paramLabel = "URI",
            description = "Store of images above 256 KiB, file:///… or s3://…; the same for all services.")
    private URI blobs = URI.create("file:///");

    @Option(names = "--json", description = "Print one JSON object per file.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public DatasetPublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SplitRule rule = checkedOptions();
        SampleFiles files = SampleFiles.in(folder, lowRes);
        KafkaSettings kafka;
        try {
            kafka = cluster.kafka();
            TopicAdmin.ensure(kafka);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        try (BlobStore store = BlobStores.open(blobs);
                EventPublisher events = EventPublisher.open(kafka);
                PublishReport report =
                        new PublishReport(console, json, files.images().size())) {
            var publisher = new DatasetPublisher(store, events, Clock.systemUTC());
            for (Path image : files.images()) {
                publish(publisher, files, image, rule, report);
            }
            report.summarize(name);
            return (report.hasRefused() ? ExitCode.FAILED : ExitCode.OK).status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private SplitRule checkedOptions() {
        try {
            SampleKey.requireDataset(name);
            var unused = notes(name);
            return SplitRule.parse(split);
        } catch (SampleRefusedException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private SampleDraft.Notes notes(String source) {
        return new SampleDraft.Notes(source, licence, tags);
    }

    private void publish(
            DatasetPublisher publisher, SampleFiles files, Path image, SplitRule rule, PublishReport report) {
        try {
            SampleImage highRes = checked(image);
            SampleImage pair = files.arePairs() ? checked(lowResOf(files, image)) : null;
            var draft = new SampleDraft(name, highRes, pair, rule, notes(files.sourceName(image)));
            report.published(publisher.publish(draft).join());
        } catch (UnreadableImageException | SampleRefusedException e) {
            report.refused(files.sourceName(image), String.valueOf(e.getMessage()));
        }
    }

    private static Path lowResOf(SampleFiles files, Path image) {
        return files.lowResOf(image)
                .orElseThrow(
                        () -> new SampleRefusedException("There is no LR image of the same name; add it, or publish"
                                + " without --lr to have LR images made."));
    }

    // Decoded to its end and thrown away: a trainer should not find out what a publisher could.
    private SampleImage checked(Path file) {
        ImageHeader header = decoder.probe(file);
        var unused = decoder.decode(file);
        return new SampleImage(file, header.format().mediaType(), header.width(), header.height());
    }
}
