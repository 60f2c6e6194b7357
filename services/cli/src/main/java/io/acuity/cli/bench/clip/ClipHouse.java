package io.acuity.cli.bench.clip;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.pipeline.ClipOrder;
import io.acuity.pipeline.ClipPipeline;
import io.acuity.pipeline.ClipProgress;
import io.acuity.pipeline.ClipReport;
import io.acuity.pipeline.WorkFolder;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.VideoCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** All services in this process, for clips; their data in a folder of their own that goes at the end. */
final class ClipHouse implements AutoCloseable {
    /** What a result is compared in: exactly the pixels that came from the workers. */
    static final EncodeSettings EXACT =
            EncodeSettings.defaults().withCodec(VideoCodec.FFV1).withPixelFormat("bgr0");

    private final Path folder;
    private final ModelDescription description;
    private final House house;
    private final BlobStore store;
    private int runs;

    private ClipHouse(Path folder, ModelDescription description, House house) {
        this.folder = folder;
        this.description = description;
        this.house = house;
        this.store = BlobStores.open(house.blobStore());
    }

    static ClipHouse start(ModelOptions model) {
        ModelDescription description = model.checked();
        Path folder = House.temporaryFolder();
        HousePlan plan = HousePlan.local(folder.resolve("data"), model.models(), model.precision())
                .withFrames(true);
        return new ClipHouse(folder, description, House.start(plan));
    }

    /** A file for the life of this house. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** What to write from a source, enlarged as the model does. */
    ClipOutput output(Path source, Path target, EncodeSettings encoding) {
        ClipInfo info = ClipProbe.probe(source, ClipLimits.defaults());
        int scale = description.scale();
        return new ClipOutput(
                target,
                source,
                info.video().width() * scale,
                info.video().height() * scale,
                info.video().storedDepth(),
                OptionalLong.empty(),
                encoding);
    }

    /** Sends a clip through broker, worker and tracker. */
    ClipReport upscale(ClipOutput output, boolean changes, ClipProgress progress)
            throws IOException, InterruptedException {
        Recipe recipe = Recipe.newBuilder()
                .setModel(description.name())
                .setScale(description.scale())
                .setSeed(0)
                .build();
        ChangeOptions options = ChangeOptions.newBuilder().setEnabled(changes).build();
        int segment = ClipOrder.segmentFrames(output.width(), output.height(), output.bitDepth());
        ClipOrder order = new ClipOrder("bench-" + ++runs, output, recipe, options, segment);
        try (WorkFolder work = WorkFolder.open(order)) {
            ClipReport report = new ClipPipeline(KafkaSettings.of(house.bootstrap()), store).run(order, work, progress);
            work.remove();
            return report;
        }
    }

    @Override
    public void close() {
        store.close();
        house.close();
        House.remove(folder);
    }
}
