package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChaosCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aScenarioThatDoesNotExistIsRefusedWithTheNamesOfThoseThatDo() {
        // when
        int status = acuity("chaos", "--scenario", "meteor-strike");

        // then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("There is no scenario 'meteor-strike'; choose one of worker-kill, worker-freeze")
                .hasLineCount(1);
    }

    @Test
    void aRunWithoutJobsIsRefused() {
        // when
        int status = acuity("chaos", "--scenario", "worker-kill", "--jobs", "0");

        // then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("1 or more, not 0");
    }

    @Test
    void aScenarioOfTheOrderedLaneIsNotRunOnTheElasticOne() {
        // when
        int status = acuity("chaos", "--scenario", "rebalance-storm", "--lane", "elastic");

        // then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("rebalance-storm is about the ordered lane");
    }

    private int acuity(String... arguments) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Acuity.run(new Console(stream, stream), arguments);
    }
}
