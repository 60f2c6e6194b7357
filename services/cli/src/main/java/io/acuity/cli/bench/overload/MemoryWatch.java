package io.acuity.cli.bench.overload;

import io.acuity.cli.child.AcuityChild;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks once a second at how much memory the gateway has taken, and keeps the most. */
final class MemoryWatch implements AutoCloseable {

    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)");
    private static final double MIB = 1 << 20;

    private final OverloadHouse house;
    private final AcuityChild gateway;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-bench-memory").factory());
    private volatile double residentMib;
    private volatile double heapMib;

    MemoryWatch(OverloadHouse house, AcuityChild gateway) {
        this.house = house;
        this.gateway = gateway;
        var unused = clock.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** The most memory of the process. */
    double residentMib() {
        return residentMib;
    }

    /** The most Java heap that was in use, garbage included. */
    double heapMib() {
        return heapMib;
    }

    // A gateway that does not answer for a moment is told of by its answers; the next look is a second later.
    private void look() {
        residentMib = Math.max(residentMib, gateway.residentMib());
        try {
            Matcher used = HEAP.matcher(house.meters());
            double sum = 0;
            while (used.find()) {
                sum += Double.parseDouble(used.group(1));
            }
            heapMib = Math.max(heapMib, sum / MIB);
        } catch (IOException e) {
            heapMib = Math.max(heapMib, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
