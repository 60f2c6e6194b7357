package io.acuity.cli.operations;

import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.TopicAudit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Into how many partitions topics by job are cut. */
public final class PartitionOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private @Nullable Integer partitions;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = {
                "Partitions of each topic that is spread by job: the most workers that work at once.",
                "Default: what acuity.requests has, or 8 where it is missing."
            })
    void setPartitions(int wanted) {
        if (wanted < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--partitions is " + wanted + " but must be 1 or more; for example 8");
        }
        partitions = wanted;
    }

    int wanted(TopicAudit audit) {
        return partitions == null ? audit.partitionsByJob().orElse(TopicAdmin.DEFAULT_PARTITIONS) : partitions;
    }
}
