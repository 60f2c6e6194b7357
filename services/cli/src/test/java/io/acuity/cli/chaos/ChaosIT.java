package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short runs of the scenarios that find most: real processes, killed and frozen. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ChaosIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void nothingIsLostOrPublishedTwiceWhileWorkersBrokerAndDiskFail() throws Exception {
        // given
        List<String> scenarios = new ArrayList<>(
                List.of("worker-freeze", "worker-kill", "rebalance-storm", "broker-restart", "disk-full"));
        String[] options = {"--jobs", "40", "--seconds", "14", "--every", "5", "--session", "3", "--outage", "6"};

        // when
        List<JsonNode> ledgers = all(String.join(",", scenarios), options);
        if (ledgers.isEmpty()) {
            // then: a disk of its own takes the right to mount, which is said before anything begins
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("Nothing was tried");
            scenarios.remove("disk-full");
            ledgers = all(String.join(",", scenarios), options);
        }

        // then
        assertThat(ledgers)
                .extracting(ledger -> ledger.path("scenario").asText())
                .isEqualTo(scenarios);
        assertThat(ledgers).allSatisfy(ledger -> {
            assertSound(ledger, 40);
            assertThat(ledger.path("faults").asInt()).isGreaterThanOrEqualTo(2);
        });
        assertThat(ledgers.get(0).path("restarts").asInt()).isZero();
        assertThat(ledgers.get(1).path("restarts").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(ledgers.get(3).path("problems")).isEmpty();
        assertThat(ledgers.getLast().path("problems")).isEmpty();
    }

    @Test
    void whateverElseGoesWrongEachJobEndsOnceAsItShould() throws Exception {
        // given
        List<String> scenarios = List.of(
                "poison",
                "duplicate-submit",
                "blob-deleted",
                "slow-consumer",
                "device-oom",
                "gateway-kill",
                "tracker-kill");

        // when
        List<JsonNode> ledgers = all(String.join(",", scenarios), "--jobs", "20", "--seconds", "6", "--every", "3");

        // then
        assertThat(ledgers)
                .extracting(ledger -> ledger.path("scenario").asText())
                .isEqualTo(scenarios);
        assertThat(ledgers).allSatisfy(ledger -> {
            assertThat(ledger.path("problems")).as(ledger.toString()).isEmpty();
            assertThat(ledger.path("lost").asInt()).isZero();
            assertThat(ledger.path("publishedTwice").asInt()).isZero();
            assertThat(ledger.path("viewsWrong").asInt()).isZero();
        });
        assertThat(ledgers.getFirst().path("deadLetters"))
                .as("two of each kind of poison, and a dead letter for each")
                .extracting(JsonNode::asInt)
                .satisfies(counts -> assertThat(
                                counts.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(60));
    }

    @Test
    void nothingIsLostWhileOneOfThreeBrokersAfterAnotherIsKilled() throws Exception {
        // when
        JsonNode ledger = chaos("broker-loss", "--jobs", "16", "--seconds", "8", "--every", "1", "--outage", "3");

        // then
        assertSound(ledger, 16);
        assertThat(ledger.path("faults").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(ledger.path("problems")).isEmpty();
    }

    /** All but the time of a redelivery, which says more about the machine that runs the tests. */
    private static void assertSound(JsonNode ledger, int succeeded) {
        assertThat(ledger.path("succeeded").asInt()).as(ledger.toString()).isEqualTo(succeeded);
        assertThat(ledger.path("lost").asInt()).isZero();
        assertThat(ledger.path("publishedTwice").asInt()).isZero();
        assertThat(ledger.path("viewsWrong").asInt()).isZero();
    }

    private JsonNode chaos(String scenario, String... options) throws Exception {
        return all(scenario, options).getFirst();
    }

    private List<JsonNode> all(String scenarios, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("chaos", "--scenario", scenarios, "--workers", "2", "--json"));
        arguments.addAll(List.of(options));
        int status = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments.toArray(String[]::new));
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isIn(0, 1, ExitCode.UNSUPPORTED.status());
        try (MappingIterator<JsonNode> ledgers =
                new ObjectMapper().readerFor(JsonNode.class).readValues(out.toByteArray())) {
            return ledgers.readAll();
        }
    }
}
