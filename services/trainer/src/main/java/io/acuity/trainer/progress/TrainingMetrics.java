package io.acuity.trainer.progress;

import io.acuity.trainer.dataset.RefusedSamples;
import io.acuity.training.loop.TrainingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The trainer's metrics: {@code acuity.trainer.step} (timer), {@code .loss}, {@code .rate}, {@code .psnr.y},
 * {@code .checkpoints}, {@code .setbacks}, {@code .samples} by use. Written by the training thread, read by any.
 */
public final class TrainingMetrics implements TrainingListener {
    private final Timer step;
    private final Counter checkpoints;
    private final Counter setbacks;
    private final AtomicReference<Double> loss = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> rate = new AtomicReference<>(Double.NaN);
    private final AtomicReference<Double> psnrY = new AtomicReference<>(Double.NaN);
    private final AtomicInteger training = new AtomicInteger();
    private final AtomicInteger validation = new AtomicInteger();
    private final AtomicLong last = new AtomicLong(System.nanoTime());

    /** Registers the meters of one run. */
    public TrainingMetrics(MeterRegistry registry, String model, RefusedSamples refused) {
        Tags tags = Tags.of("model", model);
        step = Timer.builder("acuity.trainer.step").tags(tags).register(registry);
        checkpoints = Counter.builder("acuity.trainer.checkpoints").tags(tags).register(registry);
        setbacks = Counter.builder("acuity.trainer.setbacks").tags(tags).register(registry);
        Gauge.builder("acuity.trainer.loss", loss::get).tags(tags).register(registry);
        Gauge.builder("acuity.trainer.rate", rate::get).tags(tags).register(registry);
        Gauge.builder("acuity.trainer.psnr.y", psnrY::get).tags(tags).register(registry);
        samples(registry, tags.and("use", "training"), training::get);
        samples(registry, tags.and("use", "validation"), validation::get);
        samples(registry, tags.and("use", "corrupt"), refused::corruptCount);
        samples(registry, tags.and("use", "too_small"), refused::tooSmallCount);
    }

    private static void samples(MeterRegistry registry, Tags tags, java.util.function.Supplier<Number> count) {
        Gauge.builder("acuity.trainer.samples", count).tags(tags).register(registry);
    }

    /** Training goes on after a pause that is no step. */
    public void resumed(int trainingSamples, int validationSamples) {
        training.set(trainingSamples);
        validation.set(validationSamples);
        last.set(System.nanoTime());
    }

    @Override
    public void onStep(int number, float value, double now) {
        long instant = System.nanoTime();
        step.record(Duration.ofNanos(instant - last.getAndSet(instant)));
        loss.set((double) value);
        rate.set(now);
    }

    @Override
    public void onStepBack(int failed, int resumed) {
        setbacks.increment();
    }

    /** A checkpoint is out. */
    public void checkpointed(double validationPsnrY) {
        checkpoints.increment();
        psnrY.set(validationPsnrY);
    }
}
