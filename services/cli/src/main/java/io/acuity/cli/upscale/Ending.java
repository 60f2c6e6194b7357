package io.acuity.cli.upscale;

import io.acuity.cli.house.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the process, however it comes: waits a while for services to be closed, then removes what was temporary. */
final class Ending {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ending.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Path temporary;

    /**
     * From now on the process ends so.
     *
     * @param grace how long it waits
     */
    Ending(Duration grace) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(grace), "acuity-end"));
    }

    /** Has a folder removed. */
    void remove(Path folder) {
        temporary = folder;
    }

    /** The same closing, which the process waits for. */
    Runnable after(Runnable closing) {
        return () -> {
            try {
                closing.run();
            } finally {
                closed.countDown();
            }
        };
    }

    private void end(Duration grace) {
        try {
            boolean inTime = closed.await(grace.toNanos(), TimeUnit.NANOSECONDS);
            LOGGER.atDebug().addKeyValue("inTime", inTime).log("The process ends");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Path folder = temporary;
        if (folder != null) {
            House.remove(folder);
        }
    }
}
