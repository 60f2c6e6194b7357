package io.acuity.cli.services;

import io.acuity.cli.tracing.Tracing;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a service running until the process is asked to end, and closes it then. */
final class Stopping {
    private static final Logger LOGGER = LoggerFactory.getLogger(Stopping.class);

    private Stopping() {}

    /** Waits for the end of the process; {@code service} is closed before it. */
    static void await(AutoCloseable service) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        closeAtEnd(service);
        never.await();
    }

    /** Waits likewise; {@code service} is closed at the end, and then {@code tracing}. */
    static void await(AutoCloseable service, Tracing tracing) throws InterruptedException {
        await(() -> {
            try (tracing) {
                service.close();
            }
        });
    }

    /** Closes {@code service} before the process ends. */
    static void closeAtEnd(AutoCloseable service) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                service.close();
                            } catch (Exception e) {
                                LOGGER.atWarn()
                                        .addKeyValue("error", e.toString())
                                        .log("The service did not close");
                            }
                        },
                        "acuity-stop"));
    }
}
