package io.acuity.cli.operations;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.streaming.TopicAudit;
import io.acuity.streaming.TopicDifference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the topics as they should be. */
@Command(
        name = "apply",
        description = {
            "Makes topics that are missing, and sets settings that are not as docs/topics.md says.",
            "What it may not or cannot change it tells of; then the exit status is 1."
        })
public final class TopicsApplyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private PartitionOptions partitions = new PartitionOptions();

    @Option(
            names = "--extend",
            description = {
                "Also cut topics into more partitions where they have too few.",
                "Keys then go to other partitions: only at rest, and as docs/runbooks.md says."
            })
    private boolean extend;

    /** Creates the command. */
    public TopicsApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean all = true;
        int changes = 0;
        try (TopicAudit audit = TopicAudit.open(cluster.kafka())) {
            for (TopicDifference difference : audit.differences(partitions.wanted(audit))) {
                boolean mended = isAllowed(difference) && audit.mend(difference);
                all &= mended;
                changes += mended ? 1 : 0;
                console.result((mended ? "mended: " : "stays: ") + difference.sentence() + hint(difference));
            }
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        if (all) {
            console.note(
                    "acuity: All topics are as they should be; " + (changes == 0 ? "nothing" : changes) + " changed.");
        }
        return (all ? ExitCode.OK : ExitCode.FAILED).status();
    }

    private boolean isAllowed(TopicDifference difference) {
        return extend || !(difference instanceof TopicDifference.Partitions);
    }

    private String hint(TopicDifference difference) {
        boolean couldGrow =
                difference instanceof TopicDifference.Partitions(var topic, int found, int wanted) && found < wanted;
        return couldGrow && !extend ? " Say --extend, at rest." : "";
    }
}
