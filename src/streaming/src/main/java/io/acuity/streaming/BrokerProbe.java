package io.acuity.streaming;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;

/**
 * Asks whether anybody listens at the bootstrap addresses before a Kafka client is made: Kafka's own clients never give up
 * and write a line for each attempt.
 */
public final class BrokerProbe {

    /** How long a starting service waits for its broker. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration GLANCE = Duration.ofMillis(500);
    private static final int CONNECT_MILLIS = 1_000;
    private static final int PAUSE_MILLIS = 200;

    private BrokerProbe() {}

    /**
     * Returns as soon as one address accepts a connection.
     *
     * @param settings where to look
     * @throws BrokerUnreachableException when none did within {@link #PATIENCE}
     */
    public static void requireReachable(KafkaSettings settings) {
        requireReachable(settings, PATIENCE);
    }

    /**
     * Returns as soon as one address accepts a connection.
     *
     * @param settings where to look
     * @param patience how long to try
     * @throws BrokerUnreachableException when none did in time
     */
    public static void requireReachable(KafkaSettings settings, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            IOException last = null;
            for (String address : settings.addresses()) {
                try {
                    connect(address);
                    return;
                } catch (IOException e) {
                    last = e;
                }
            }
            if (last != null && System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) > end) {
                throw new BrokerUnreachableException(settings, patience, last.toString(), last);
            }
            pause(settings, patience);
        }
    }

    /**
     * Whether somebody listens now, for health checks. Blocks for half a second at most where addresses answer or refuse.
     *
     * @param settings where to look
     * @return one sentence; empty when one address accepts a connection
     */
    public static Optional<String> trouble(KafkaSettings settings) {
        try {
            requireReachable(settings, GLANCE);
            return Optional.empty();
        } catch (BrokerUnreachableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void connect(String address) throws IOException {
        var target = new InetSocketAddress(Utils.getHost(address), Utils.getPort(address));
        if (target.isUnresolved()) {
            throw new IOException("the host name " + target.getHostString() + " is unknown");
        }
        try (var socket = new Socket()) {
            socket.connect(target, CONNECT_MILLIS);
        }
    }

    private static void pause(KafkaSettings settings, Duration patience) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnreachableException(settings, patience, "interrupted while waiting", e);
        }
    }
}
