package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Room.Role;
import io.acuity.cli.chaos.Uploads.Offer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kills one of two gateways every so often, while uploads that take a second and a half are on their way through it. */
final class GatewayKill implements Fault {
    private static final Duration UPLOAD = Duration.ofMillis(1_500);

    private final Pace pace;
    private int strikes;
    private int offers;

    GatewayKill(Duration every) {
        this.pace = Pace.every(every);
    }

    @Override
    public Blueprint house(Blueprint usual) {
        return usual.withGateways(2);
    }

    @Override
    public void submit(Scene scene, int number, byte[] image) {
        scene.uploads()
                .offer(new Offer(
                        Offer.key(scene.plan(), number),
                        "image/png",
                        () -> BodyPublishers.ofInputStream(() -> new SlowBody(image, UPLOAD))));
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException, InterruptedException {
        offers = scene.uploads().offers();
        if (pace.take(nowNanos)) {
            List<Room> gateways = scene.house().all(Role.GATEWAY);
            scene.house().restart(gateways.get(scene.random().nextInt(gateways.size())));
            strikes++;
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public boolean isUnderWay() {
        return strikes < FEWEST_STRIKES;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("offers", offers);
    }
}
