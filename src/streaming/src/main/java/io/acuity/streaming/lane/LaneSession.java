package io.acuity.streaming.lane;

import io.acuity.streaming.lane.Workbench.Finished;
import io.acuity.streaming.trace.Sending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a lane: a consumer, a transactional producer, and the records in work. Any failure of either client ends the
 * session; nothing is repaired, {@link OrderedLane} starts a new one.
 *
 * <p>Owned by the lane's thread.
 */
final class LaneSession implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneSession.class);

    /** How late a stop, or a record that is due again, may be noticed; a finished record wakes the lane at once. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration COMMITTED = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STALE_EPOCH_NANOS = Duration.ofSeconds(10).toNanos();

    private final LaneSettings settings;
    private final Workbench<LanePartition> bench;
    private final LaneTrace trace;
    private final PollAlarm alarm;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Map<TopicPartition, LanePartition> partitions = new LinkedHashMap<>();
    private final List<Finished<LanePartition>> ready = new ArrayList<>();
    private final Turns turns = new Turns();
    private long commitsFailSince;
    private Map<String, Long> lags = Map.of();
    private long lagKnown = System.nanoTime() - LAG_NANOS;
    private boolean admitting = true;

    LaneSession(
            LaneSettings settings,
            LaneHandler handler,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer) {
        this.settings = settings;
        this.alarm = new PollAlarm(consumer);
        this.bench = new Workbench<>(handler, settings, alarm::ring);
        this.trace = LaneTrace.of(settings);
        this.consumer = consumer;
        this.producer = producer;
    }

    /** Fences an older life of the same slot, which also ends its open transaction, then joins the group. */
    void open() {
        producer.initTransactions();
        consumer.subscribe(settings.topics(), this);
    }

    /** From now on nothing new is started. */
    void stopAdmitting() {
        admitting = false;
    }

    int inFlight() {
        return bench.inFlight() + ready.size();
    }

    int partitions() {
        return partitions.size();
    }

    /** From what the consumer knows already; looked up once a second, since each look waits for the consumer's own thread. */
    Map<String, Long> lags() {
        long now = System.nanoTime();
        if (now - lagKnown >= LAG_NANOS) {
            lagKnown = now;
            lags = partitions.keySet().stream()
                    .collect(Collectors.groupingBy(
                            TopicPartition::topic,
                            Collectors.summingLong(
                                    partition -> consumer.currentLag(partition).orElse(0))));
        }
        return lags;
    }

    /**
     * One turn: fetch, start, publish.
     *
     * <p>The group metadata that goes with the offsets is read before the poll, never after it. The client's background
     * thread updates it at any moment: a worker that froze past its session and was replaced would, on waking, find the new
     * epoch there after rejoining, and with it could commit results that its successor has published already. Read before
     * the poll, the metadata is at most as new as the last rebalance whose callbacks this thread has run: a member that was
     * thrown out rejoins only after {@link #onPartitionsLost} returned, and that callback, running inside the poll, drops
     * the results in question. So a result is published either under the epoch in which its partition was continuously held,
     * or the broker refuses the commit.
     */
    void turn() {
        ConsumerGroupMetadata beforePoll = consumer.groupMetadata();
        var records = alarm.poll(POLL);
        for (var record : records) {
            var partition = partitions.get(new TopicPartition(record.topic(), record.partition()));
            if (partition != null) {
                partition.add(record);
            }
        }
        openNewPartitions();
        long now = System.nanoTime();
        for (var finished : bench.takeFinished(now)) {
            finished.work().origin().finish(finished.work().record().offset());
            ready.add(finished);
        }
        if (!ready.isEmpty()) {
            publish(beforePoll, now);
        }
        bench.retryDue(now);
        admit();
        pauseAndResume();
    }

    // Only once records have arrived: by then the consumer itself knows the committed offset, so a dead worker's open
    // transaction does not keep us waiting here, and a partition without a commit begins at its first record.
    private void openNewPartitions() {
        Set<TopicPartition> fresh = partitions.entrySet().stream()
                .filter(entry -> entry.getValue().awaitsWindow())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = consumer.committed(fresh, COMMITTED);
        } catch (TimeoutException | WakeupException e) {
            LOGGER.atDebug().addKeyValue("partitions", fresh.size()).log("Committed offsets will be asked for again");
            return;
        }
        for (TopicPartition partition : fresh) {
            LanePartition lane = partitions.get(partition);
            if (lane != null) {
                lane.open(committed.get(partition));
            }
        }
    }

    private void publish(ConsumerGroupMetadata beforePoll, long now) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (Finished<LanePartition> finished : ready) {
            offsets.put(finished.work().partition(), finished.work().origin().commit());
        }
        List<Sending> sendings = ready.stream()
                .flatMap(finished -> trace.send(finished.work().record(), finished.output()).stream())
                .toList();
        try {
            producer.beginTransaction();
            for (Sending sending : sendings) {
                // A failed send fails the commit below.
                var unused = producer.send(sending.event().toRecord());
            }
            producer.sendOffsetsToTransaction(offsets, beforePoll);
            producer.commitTransaction();
        } catch (CommitFailedException e) {
            sendings.forEach(sending -> sending.end(e));
            awaitCurrentEpoch(e, now);
            return;
        }
        commitsFailSince = 0;
        sendings.forEach(sending -> sending.end(null));
        ready.forEach(finished -> finished.work().end());
        ready.clear();
    }

    // The group moved on to a new epoch, perhaps without touching our partitions. The results stay, and the next turn
    // sends
    // them under newer metadata, unless the callbacks of its poll tell that their partitions left.
    private void awaitCurrentEpoch(CommitFailedException failure, long now) {
        producer.abortTransaction();
        commitsFailSince = commitsFailSince == 0 ? now : commitsFailSince;
        if (now - commitsFailSince > STALE_EPOCH_NANOS) {
            throw failure;
        }
        LOGGER.atDebug().addKeyValue("results", ready.size()).log("The group's epoch changed; publishing again");
    }

    private void admit() {
        boolean progress = admitting;
        while (progress) {
            boolean background = turns.isBackgrounds();
            progress = startOne(background) || startOne(!background);
        }
    }

    /** Starts a record of one of the two kinds of partitions, if there is one, and room for it. */
    private boolean startOne(boolean background) {
        if (!hasRoom(background)) {
            return false;
        }
        for (Map.Entry<TopicPartition, LanePartition> entry : partitions.entrySet()) {
            LanePartition partition = entry.getValue();
            LaneRecord record = partition.isBackground() == background ? partition.next() : null;
            if (record != null) {
                bench.start(record, partition);
                turns.took(background);
                // To the end of the row, so that one with a long backlog does not starve the others.
                TopicPartition name = entry.getKey();
                partitions.remove(name);
                partitions.put(name, partition);
                return true;
            }
        }
        return false;
    }

    private boolean hasRoom(boolean background) {
        return inFlight() < settings.maxInFlight()
                && bench.hasRoom(background)
                && (!background || backgroundInFlight() < settings.backgroundInFlight());
    }

    private long backgroundInFlight() {
        return bench.origins().stream().filter(LanePartition::isBackground).count();
    }

    private void pauseAndResume() {
        boolean front = admitting && hasRoom(false);
        boolean background = admitting && hasRoom(true);
        Set<TopicPartition> pause = partitions.entrySet().stream()
                .filter(entry -> !(entry.getValue().isBackground() ? background : front)
                        || entry.getValue().hasBacklog())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        var resume = new HashSet<>(consumer.paused());
        resume.removeAll(pause);
        pause.removeAll(consumer.paused());
        if (!pause.isEmpty()) {
            consumer.pause(pause);
        }
        if (!resume.isEmpty()) {
            consumer.resume(resume);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        // A partition that comes without having left would carry a window of an earlier assignment.
        forget(assigned);
        assigned.forEach(
                partition -> partitions.put(partition, new LanePartition(settings.isBackground(partition.topic()))));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        forget(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        LOGGER.atWarn().addKeyValue("partitions", lost.size()).log("Partitions were lost to another worker");
        forget(lost);
    }

    private void forget(Collection<TopicPartition> left) {
        partitions.keySet().removeAll(left);
        ready.removeIf(finished -> left.contains(finished.work().partition()));
        bench.drop(left);
    }

    /** Leaves the group at once; what is in work is cancelled. */
    @Override
    public void close() {
        close(CloseOptions.timeout(CLOSE));
    }

    /** Ends as a killed process would: without leaving the group, the transaction left open. For tests. */
    void vanish() {
        close(CloseOptions.timeout(Duration.ZERO)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    private void close(CloseOptions options) {
        bench.dropAll();
        try {
            producer.close(Duration.ZERO);
        } finally {
            consumer.close(options);
        }
    }
}
