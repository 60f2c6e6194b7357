package io.acuity.streaming;

import java.time.Duration;

/** No broker answered at the configured addresses. Trying again later may help. */
public final class BrokerUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(KafkaSettings settings, Duration waited, String finding, Throwable cause) {
        super(
                "No Kafka broker answered at " + settings.bootstrap() + " within " + waited.toSeconds() + " s ("
                        + finding + "); start one with './acuity service broker' or correct kafka.bootstrap.",
                cause);
    }
}
