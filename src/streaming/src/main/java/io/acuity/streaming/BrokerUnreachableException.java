package io.acuity.streaming;

import java.time.Duration;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** No broker answered at the configured addresses. Trying again later may help. */
public final class BrokerUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(KafkaSettings settings, Duration waited, String finding, Throwable cause) {
        super(
                "No Kafka broker answered at " + settings.bootstrap() + " within " + waited.toSeconds() + " s ("
                        + finding + "); start one with './acuity service broker' or correct kafka.bootstrap.",
                cause);
    }

    /** What a failed send means to whoever sent it: what the client itself tried again until its time was over, may work later. */
    static Throwable ofSend(KafkaSettings settings, Duration waited, Throwable failure) {
        if (!(failure instanceof RetriableException)) {
            return failure;
        }
        String finding = "the event was not acknowledged";
        // As long as too few brokers are there, those that are refuse what must lie on several of them.
        String reason = failure instanceof TimeoutException
                ? ""
                : ", " + failure.getClass().getSimpleName();
        return new BrokerUnreachableException(settings, waited, finding + reason, failure);
    }
}
