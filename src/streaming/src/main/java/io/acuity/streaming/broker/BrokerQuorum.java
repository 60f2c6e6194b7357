package io.acuity.streaming.broker;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * A broker's place among those that form one cluster; each of them is broker and controller.
 *
 * @param node its number
 * @param voters of all members where their controllers listen, {@code host:port} by number; empty for a broker that is alone
 * @param copies of every partition, those of internal topics too; one of them may be missing
 */
public record BrokerQuorum(int node, SortedMap<Integer, String> voters, int copies) {

    /** One broker, which is the whole cluster. */
    public static final BrokerQuorum ALONE = new BrokerQuorum(1, new TreeMap<>(), 1);

    private static final Pattern VOTER = Pattern.compile("([0-9]{1,9})@([^\\s:,@]+:[0-9]{1,5})");

    /** Checks that the broker is one of the voters, and that they can hold the copies. */
    public BrokerQuorum {
        voters = new TreeMap<>(voters);
        if (!voters.isEmpty() && !voters.containsKey(node)) {
            throw new IllegalArgumentException("broker.node is " + node + " but must be one of the voters "
                    + voters.keySet() + "; for example " + voters.firstKey());
        }
        int members = Math.max(1, voters.size());
        if (copies < 1 || copies > members) {
            throw new IllegalArgumentException(
                    "broker.copies is " + copies + " but must be 1 to " + members + ", the number of brokers");
        }
    }

    /**
     * Reads the voters as Kafka writes them.
     *
     * @param node number of this broker
     * @param voters such as {@code 1@127.0.0.1:9193,2@127.0.0.1:9293,3@127.0.0.1:9393}; the same for all members
     * @param copies of every partition
     * @return the place
     */
    public static BrokerQuorum of(int node, String voters, int copies) {
        var addresses = new TreeMap<Integer, String>();
        for (String voter : voters.split(",", -1)) {
            Matcher parts = VOTER.matcher(voter.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("broker.voters has '" + voter
                        + "' but each must be number@host:port; for example 1@127.0.0.1:9193");
            }
            addresses.put(Integer.valueOf(parts.group(1)), parts.group(2));
        }
        return new BrokerQuorum(node, addresses, copies);
    }

    boolean isAlone() {
        return voters.isEmpty();
    }

    /** How many copies a record must have before it counts as written: one broker may be away. */
    int leastCopies() {
        return Math.max(1, copies - 1);
    }

    /** The name of the cluster: members format their directories each by itself, and must come to the same. */
    String clusterId() {
        if (isAlone()) {
            return Uuid.randomUuid().toString();
        }
        UUID name = UUID.nameUUIDFromBytes(describeVoters().getBytes(StandardCharsets.UTF_8));
        return new Uuid(name.getMostSignificantBits(), name.getLeastSignificantBits()).toString();
    }

    /** All voters as Kafka wants them told. */
    String describeVoters() {
        return voters.entrySet().stream()
                .map(voter -> voter.getKey() + "@" + voter.getValue())
                .collect(Collectors.joining(","));
    }
}
