package io.acuity.streaming.lane;

import io.acuity.streaming.BrokerProbe;

/**
 * The elastic, at-least-once lane of a worker, on a share group (KIP-932, brokers from 4.2). The broker hands each record to whoever is
 * free, so that workers may outnumber partitions; nothing is in order. The output of a finished record is published, then the record is
 * acknowledged: a worker that dies in between leaves an output that will appear a second time, which readers tell by its job id.
 *
 * <p>{@link LaneSettings#maxInFlight} hands, each a thread and a member of the group with one record at most, share a producer. While a
 * record is in work its lock is renewed. A worker that dies gives up its records at once, one that freezes when their locks run out
 * ({@link LaneSettings#lock}); one that is closed finishes or releases them. A record that was delivered more often than a record may
 * be ends as {@link LaneHandler#giveUp} says, with a {@link TooManyDeliveriesException}. When a client fails, everything in work is
 * dropped and the lane starts anew, with growing pauses; {@link #state} tells.
 */
public final class ElasticLane implements Lane {

    private final LaneSettings settings;
    private final LaneHandler handler;
    private final LaneThread thread;

    private ElasticLane(LaneSettings settings, LaneHandler handler) {
        this.settings = settings;
        this.handler = handler;
        this.thread = new LaneThread(settings.slot(), this::session);
    }

    /**
     * Starts a lane.
     *
     * @param settings how it runs
     * @param handler works on the records
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static ElasticLane start(LaneSettings settings, LaneHandler handler) {
        BrokerProbe.requireReachable(settings.kafka());
        var lane = new ElasticLane(settings, handler);
        lane.thread.start();
        return lane;
    }

    @Override
    public LaneState state() {
        return thread.state();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void session() {
        try (ElasticGroup group = new ElasticGroup(settings);
                ElasticOutlet outlet = new ElasticOutlet(ElasticClients.producer(settings))) {
            new ElasticSession(settings, handler, outlet).run(group, thread);
        }
    }
}
