package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Uploads.Offer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Clients that submit everything three times at once, to two gateways, and once more some time later. */
final class DuplicateSubmit implements Fault {
    private static final int AT_ONCE = 3;
    /** Jobs between a submission and its repetition, long done by then. */
    private static final int LATER = 24;

    private final Deque<Offer> earlier = new ArrayDeque<>();
    private int repeated;

    @Override
    public Blueprint house(Blueprint usual) {
        return usual.withGateways(2);
    }

    @Override
    public void submit(Scene scene, int number, byte[] image) {
        Offer offer = Offer.of(scene.plan(), number, image);
        for (int i = 0; i < AT_ONCE; i++) {
            scene.uploads().offer(offer);
        }
        repeated += AT_ONCE - 1;
        earlier.addLast(offer);
        if (earlier.size() > LATER) {
            scene.uploads().offer(earlier.removeFirst());
            repeated++;
        }
    }

    @Override
    public void act(Scene scene, long nowNanos) {
        // The clients are the fault.
    }

    @Override
    public int strikes() {
        return repeated;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("repeatedSubmissions", repeated);
    }
}
