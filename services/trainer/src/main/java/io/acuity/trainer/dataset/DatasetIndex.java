package io.acuity.trainer.dataset;

import io.acuity.checkpoints.Sha256;
import io.acuity.events.BlobReference;
import io.acuity.events.DatasetSample;
import io.acuity.events.DatasetSplit;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.dataset.DatasetChange;
import io.acuity.streaming.dataset.DatasetOffsets;
import io.acuity.streaming.dataset.DatasetReader;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.training.data.SampleEntry;
import io.acuity.training.data.SampleManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows one dataset: each new image is fetched and decoded once, and refused when it is none, or too small to cut patches
 * from. Snapshots say what may be trained on. The reader's thread works; snapshots may be taken by any thread.
 */
public final class DatasetIndex implements AutoCloseable {

    private final Setup setup;
    private final SampleFiles files;
    private final RefusedSamples refused;
    private final Verdicts verdicts;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    /** Guards itself and the offsets, which belong together. */
    private final Map<SampleKey, Sample> samples = new HashMap<>();

    private DatasetOffsets offsets = DatasetOffsets.BEGINNING;
    private @Nullable DatasetReader reader;

    /**
     * What to follow.
     *
     * @param dataset its name
     * @param smallestSide HR pixels an image must have on each side
     * @param scale HR pixels per LR pixel and side
     * @param folder where verdicts are kept
     */
    public record Setup(String dataset, int smallestSide, int scale, Path folder) {}

    /**
     * The dataset at one moment.
     *
     * @param manifest what may be trained on
     * @param offsets up to where the topic was read
     */
    public record Snapshot(SampleManifest manifest, DatasetOffsets offsets) {}

    private record Sample(SampleEntry entry, boolean validation) {}

    private DatasetIndex(Setup setup, SampleFiles files, RefusedSamples refused) {
        this.setup = setup;
        this.files = files;
        this.refused = refused;
        this.verdicts = new Verdicts(setup.folder().resolve("verdicts.txt"));
    }

    /**
     * Begins to follow the topic from its beginning.
     *
     * @param files learns where images lie
     * @param refused hears of images that cannot be used
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static DatasetIndex follow(KafkaSettings kafka, Setup setup, SampleFiles files, RefusedSamples refused) {
        DatasetIndex index = new DatasetIndex(setup, files, refused);
        index.reader = DatasetReader.open(kafka, DatasetOffsets.BEGINNING, index::changed);
        return index;
    }

    /** Completes when all that was on the topic at the start is known; fails when reading ended. */
    public CompletableFuture<Object> caughtUp() {
        DatasetReader open = reader();
        return CompletableFuture.anyOf(open.caughtUp(), open.ended());
    }

    /** What may be trained on now. */
    public Snapshot snapshot() {
        List<SampleEntry> training = new ArrayList<>();
        List<SampleEntry> validation = new ArrayList<>();
        synchronized (samples) {
            samples.values().forEach(sample -> (sample.validation ? validation : training).add(sample.entry));
            return new Snapshot(new SampleManifest(training, validation), offsets);
        }
    }

    private DatasetReader reader() {
        if (reader == null) {
            throw new IllegalStateException("The index was not opened.");
        }
        return reader;
    }

    private void changed(DatasetChange change) {
        switch (change) {
            case DatasetChange.Removed removed -> put(removed, null);
            case DatasetChange.Published published ->
                put(published, published.key().dataset().equals(setup.dataset()) ? checked(published) : null);
        }
    }

    private void put(DatasetChange change, @Nullable Sample sample) {
        synchronized (samples) {
            if (sample == null) {
                samples.remove(change.key());
            } else {
                samples.put(change.key(), sample);
            }
            var next = new TreeMap<>(offsets.next());
            next.put(change.place().partition(), change.place().offset() + 1);
            offsets = new DatasetOffsets(next);
        }
    }

    private @Nullable Sample checked(DatasetChange.Published published) {
        DatasetSample record = published.sample();
        String pair = record.getLowRes() == null ? null : hash(record.getLowRes());
        files.add(record.getSha256(), record.getImage());
        if (pair != null) {
            files.add(pair, record.getLowRes());
        }
        String key = pair == null ? record.getSha256() : record.getSha256() + "+" + pair;
        Verdicts.Verdict verdict = verdicts.of(key);
        if (verdict == null) {
            verdict = examine(published, key, pair);
        }
        return switch (verdict) {
            case Verdicts.Verdict.Refused none -> null;
            case Verdicts.Verdict.Good(int width, int height) -> fitting(published, pair, width, height);
        };
    }

    private String hash(Object payload) {
        return payload instanceof BlobReference reference ? reference.getSha256() : Sha256.of(bytes(payload));
    }

    private static byte[] bytes(Object inline) {
        var data = ((InlinePayload) inline).getData().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private @Nullable Sample fitting(DatasetChange.Published published, @Nullable String pair, int width, int height) {
        DatasetSample record = published.sample();
        if (Math.min(width, height) / setup.scale() * setup.scale() < setup.smallestSide()) {
            tooSmall(published, width, height);
            return null;
        }
        SampleEntry entry = new SampleEntry(published.key().toString(), record.getSha256(), pair, width, height);
        return new Sample(entry, record.getSplit() == DatasetSplit.VALIDATION);
    }

    /** Told once for each size of patches: another trainer may well use the image. */
    private void tooSmall(DatasetChange.Published published, int width, int height) {
        String key = published.sample().getSha256() + "@" + setup.smallestSide();
        String why = "The image is " + width + "×" + height + " pixels, but patches are cut from at least "
                + setup.smallestSide() + " a side; publish a larger one or train on smaller patches.";
        if (verdicts.of(key) == null) {
            refused.tooSmall(published, why);
            verdicts.refused(key);
        } else {
            refused.tooSmallAgain();
        }
    }

    private Verdicts.Verdict examine(DatasetChange.Published published, String key, @Nullable String pair) {
        DatasetSample record = published.sample();
        try {
            Picture picture = decoder.decode(files.file(record.getSha256()));
            if (pair != null) {
                requireScale(picture, decoder.decode(files.file(pair)));
            }
            return verdicts.good(key, picture.width(), picture.height());
        } catch (UnreadableImageException e) {
            refused.corrupt(published, FailureCode.UNREADABLE_IMAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            refused.corrupt(published, FailureCode.PAYLOAD_MISSING, String.valueOf(e.getMessage()));
            // Not written down: what is out of reach today may be there tomorrow.
            return new Verdicts.Verdict.Refused();
        }
        verdicts.refused(key);
        return new Verdicts.Verdict.Refused();
    }

    private void requireScale(Picture high, Picture low) {
        if (low.width() * setup.scale() != high.width() || low.height() * setup.scale() != high.height()) {
            throw new UnreadableImageException(
                    UnreadableImageException.Reason.UNSUPPORTED,
                    "The LR image is " + low.width() + "×" + low.height() + " pixels where " + setup.scale()
                            + " times fewer than " + high.width() + "×" + high.height()
                            + " are trained; publish a pair of this scale.");
        }
    }

    @Override
    public void close() {
        reader().close();
    }
}
