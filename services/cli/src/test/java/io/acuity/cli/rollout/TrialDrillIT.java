package io.acuity.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A bad candidate in the whole house: gateway, broker, tracker and worker, with the shipped model. */
class TrialDrillIT {
    @Test
    void aCandidateWhoseEveryJobFailsTakesItselfBackAndNoJobIsLost() throws Exception {
        // when
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                "bench",
                "trial",
                "--errors",
                "1",
                "--share",
                "0.5",
                "--rounds",
                "1",
                "--json");

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode trial = new ObjectMapper()
                .readTree(out.toString(StandardCharsets.UTF_8))
                .path("trials")
                .path(0);
        assertThat(trial.path("decision").asText()).isEqualTo("ROLLED_BACK");
        assertThat(trial.path("reason").asText())
                .startsWith(
                        trial.path("candidate").asText() + " was rolled back because it fails more often than stable")
                .containsPattern("[1-9]\\d* of [1-9]\\d* jobs .* failed on the candidate and 0 of \\d+ jobs");
        assertThat(trial.path("jobs").asInt()).isPositive();
        assertThat(trial.path("failedJobs").asInt()).isZero();
        assertThat(trial.path("failedOnCandidate").asInt()).isPositive();
        assertThat(trial.path("succeededOnStable").asInt())
                .isEqualTo(trial.path("failedOnCandidate").asInt());
        assertThat(trial.path("jobsAfter").asInt()).isPositive();
        assertThat(trial.path("failedAfter").asInt()).isZero();
        assertThat(trial.path("strayAfter").asInt()).isZero();
    }
}
