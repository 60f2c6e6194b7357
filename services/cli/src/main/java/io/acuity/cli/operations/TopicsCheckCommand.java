package io.acuity.cli.operations;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.streaming.TopicAudit;
import io.acuity.streaming.TopicDifference;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what is not as it should be, and changes nothing. */
@Command(
        name = "check",
        description = "Tells in which ways the topics are not as docs/topics.md says; then the exit status is 1.")
public final class TopicsCheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private PartitionOptions partitions = new PartitionOptions();

    /** Creates the command. */
    public TopicsCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<TopicDifference> differences;
        try (TopicAudit audit = TopicAudit.open(cluster.kafka())) {
            differences = audit.differences(partitions.wanted(audit));
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        differences.forEach(difference -> console.result(difference.sentence()));
        if (differences.isEmpty()) {
            console.note("acuity: All topics are as they should be.");
            return ExitCode.OK.status();
        }
        return ExitCode.FAILED.status();
    }
}
