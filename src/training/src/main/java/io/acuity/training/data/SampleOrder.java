package io.acuity.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which patches each step sees: a function of seed, step and manifest, whoever asks and whatever happened before. Images are
 * shuffled anew each epoch and walked through in windows that fit into the store; within a window patches are drawn at
 * random, by area. When all images fit there is one window and every step draws from all of them.
 */
public final class SampleOrder {
    private static final RandomGeneratorFactory<RandomGenerator> SHUFFLER = RandomGeneratorFactory.of("Random");

    private final List<SampleEntry> entries;
    private final Shape shape;
    private final long seed;
    private final long stepsPerEpoch;
    private Epoch cached;

    /**
     * What a draw looks like.
     *
     * @param count patches per step
     * @param side LR side of a patch
     * @param context LR pixels needed around it
     * @param scale HR pixels per LR pixel and side
     * @param windowBytes most bytes of decoded images a window takes
     */
    public record Shape(int count, int side, int context, int scale, long windowBytes) {
        int margin() {
            return side + 2 * context;
        }
    }

    /**
     * One patch.
     *
     * @param entry of which image
     * @param x left edge of the patch with its context, LR pixels
     * @param y top edge of the patch with its context, LR pixels
     * @param view how it is turned
     */
    record Draw(SampleEntry entry, int x, int y, Dihedral view) {}

    private record Window(List<SampleEntry> entries, long[] cumulativeArea, long firstStep) {}

    private record Epoch(long number, List<Window> windows) {}

    /**
     * An order.
     *
     * @param entries images, none smaller than a patch with its context
     * @throws IllegalArgumentException if there is none
     */
    public SampleOrder(List<SampleEntry> entries, Shape shape, long seed) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("There is no image to draw patches from; publish some to the dataset.");
        }
        this.entries = List.copyOf(entries);
        this.shape = shape;
        this.seed = seed;
        long patchArea = (long) shape.count() * shape.side() * shape.side();
        this.stepsPerEpoch = Math.max(1, area(entries) / patchArea);
        this.cached = epoch(0);
    }

    /** The images that must be there for {@code step}. */
    public synchronized List<SampleEntry> window(long step) {
        return windowOf(step).entries;
    }

    /** The step at which other images are needed than at {@code step}. */
    public synchronized long nextWindow(long step) {
        long inEpoch = Math.floorMod(step, stepsPerEpoch);
        return step
                - inEpoch
                + windowsOf(step).stream()
                        .mapToLong(Window::firstStep)
                        .filter(first -> first > inEpoch)
                        .findFirst()
                        .orElse(stepsPerEpoch);
    }

    /** Whether all images are one window, so that none ever has to make room. */
    public synchronized boolean fits() {
        return cached.windows.size() == 1;
    }

    /** The patches of {@code step}. */
    synchronized List<Draw> draws(long step) {
        Window window = windowOf(step);
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
        List<Draw> draws = new ArrayList<>(shape.count());
        for (int n = 0; n < shape.count(); n++) {
            SampleEntry entry = window.entries.get(pick(window.cumulativeArea, random));
            int x = random.nextInt(entry.width() / shape.scale() - shape.margin() + 1);
            int y = random.nextInt(entry.height() / shape.scale() - shape.margin() + 1);
            draws.add(new Draw(entry, x, y, Dihedral.random(random)));
        }
        return draws;
    }

    private Window windowOf(long step) {
        long inEpoch = Math.floorMod(step, stepsPerEpoch);
        List<Window> windows = windowsOf(step);
        Window found = windows.get(0);
        for (Window window : windows) {
            if (window.firstStep <= inEpoch) {
                found = window;
            }
        }
        return found;
    }

    private List<Window> windowsOf(long step) {
        long number = Math.floorDiv(step, stepsPerEpoch);
        if (cached.number != number) {
            cached = epoch(number);
        }
        return cached.windows;
    }

    private Epoch epoch(long number) {
        List<SampleEntry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, SHUFFLER.create(seed * 0xD1342543DE82EF95L + number));
        List<Window> windows = new ArrayList<>();
        long whole = area(entries);
        long before = 0;
        int from = 0;
        while (from < shuffled.size()) {
            int to = end(shuffled, from);
            List<SampleEntry> part = shuffled.subList(from, to);
            windows.add(new Window(List.copyOf(part), cumulative(part), before * stepsPerEpoch / whole));
            before += area(part);
            from = to;
        }
        return new Epoch(number, windows);
    }

    /** As many images as fit, at least one. */
    private int end(List<SampleEntry> shuffled, int from) {
        long bytes = 0;
        int to = from;
        while (to < shuffled.size()) {
            bytes += bytes(shuffled.get(to));
            if (bytes > shape.windowBytes() && to > from) {
                return to;
            }
            to++;
        }
        return to;
    }

    private long bytes(SampleEntry entry) {
        return StoredImage.bytes(entry.width() / shape.scale(), entry.height() / shape.scale(), shape.scale());
    }

    private long area(SampleEntry entry) {
        return (long) (entry.width() / shape.scale()) * (entry.height() / shape.scale());
    }

    private long area(List<SampleEntry> some) {
        return some.stream().mapToLong(this::area).sum();
    }

    private long[] cumulative(List<SampleEntry> some) {
        long[] sums = new long[some.size()];
        long sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += area(some.get(i));
            sums[i] = sum;
        }
        return sums;
    }

    private static int pick(long[] cumulativeArea, SplittableRandom random) {
        long point = random.nextLong(cumulativeArea[cumulativeArea.length - 1]);
        int low = 0;
        int high = cumulativeArea.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulativeArea[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
