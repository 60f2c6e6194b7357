package io.acuity.cli.evaluate;

import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.evaluate.report.Metric;
import io.acuity.evaluation.Degraded;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.Measure;
import io.acuity.evaluation.fid.SetDistances;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.networks.inception.InceptionFeatures;
import io.acuity.networks.perceptual.PerceptualDistance;
import io.acuity.networks.perceptual.PerceptualNet;
import io.acuity.networks.quality.InstalledJudges;
import io.acuity.worker.WorkerDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The measures of an evaluation with their networks, which live on the device's thread until this is closed. */
final class LoadedMeasures implements AutoCloseable {
    private final WorkerDevice device;
    private final List<Measure> measures = new ArrayList<>();
    private final List<AutoCloseable> networks = new ArrayList<>();
    private @Nullable SetDistances sets;

    private LoadedMeasures(WorkerDevice device) {
        this.device = device;
    }

    /**
     * Loads what the metrics need.
     *
     * @throws io.acuity.cli.console.CommandException if weights are missing or do not fit
     */
    static LoadedMeasures load(WorkerDevice device, List<Metric> metrics, InstalledJudges judges) {
        LoadedMeasures loaded = new LoadedMeasures(device);
        try {
            for (Metric metric : metrics) {
                metric.colourMeasure().ifPresent(loaded.measures::add);
                metric.perceptualNet().ifPresent(net -> loaded.addPerceptual(metric, net, judges));
            }
            if (metrics.contains(Metric.FID)) {
                InceptionFeatures inception = loaded.keep(judges::inception);
                loaded.sets = new SetDistances(image -> loaded.call(() -> inception.of(image)));
            }
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw ServiceFailures.of(e);
        }
    }

    /** Those taken of every image. */
    List<Measure> measures() {
        return List.copyOf(measures);
    }

    /** That of the whole set, if it was asked for. */
    Optional<SetDistances> sets() {
        return Optional.ofNullable(sets);
    }

    private void addPerceptual(Metric metric, PerceptualNet net, InstalledJudges judges) {
        PerceptualDistance distance = keep(() -> judges.lpips(net));
        measures.add(new Perceptual(metric.id(), net, (a, b) -> call(() -> distance.taps(a, b))));
    }

    private <T extends AutoCloseable> T keep(Callable<T> loading) {
        T network = call(loading);
        networks.add(network);
        return network;
    }

    private <T> T call(Callable<T> work) {
        return device.onDevice(work).join();
    }

    @Override
    public void close() {
        for (AutoCloseable network : networks) {
            boolean unused = call(() -> {
                network.close();
                return true;
            });
        }
        networks.clear();
    }

    private interface Taps {
        double[] of(FloatImage a, FloatImage b);
    }

    /** LPIPS of a whole picture, as the measure's authors compare images; values in [−1, 1]. */
    private record Perceptual(String id, PerceptualNet net, Taps taps) implements Measure {
        @Override
        public double of(Picture judged, Degraded sample) {
            if (Math.min(judged.width(), judged.height()) < net.smallestSide()) {
                throw new EvaluationException("An image has " + judged.width() + "×" + judged.height() + " pixels, and "
                        + id + " needs " + net.smallestSide() + " a side; leave it or the metric out.");
            }
            return Arrays.stream(taps.of(signed(judged), signed(sample.highRes())))
                    .sum();
        }

        private static FloatImage signed(Picture picture) {
            FloatImage image = PictureConversions.toRgb(picture);
            for (int i = 0; i < image.values().length; i++) {
                image.values()[i] = 2 * image.values()[i] - 1;
            }
            return image;
        }
    }
}
