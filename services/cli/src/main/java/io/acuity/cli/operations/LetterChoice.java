package io.acuity.cli.operations;

import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.streaming.redrive.Redrive;
import io.acuity.streaming.topics.Topic;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
public final class LetterChoice {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = {
                "Only letters about records of this topic, such as acuity.requests.",
                "The topic of dead letters itself (acuity.dead-letters, the default) means all."
            })
    private String topic = Topic.DEAD_LETTERS.name();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = {
                "Only letters with this code, such as STORE_UNAVAILABLE; may be repeated.",
                "Default: those whose record was not at fault itself."
            })
    private Set<FailureCode> codes = EnumSet.noneOf(FailureCode.class);

    @Option(names = "--job", paramLabel = "ID", description = "Only the letter of this job.")
    private @Nullable String job;

    boolean accepts(DeadLetter letter) {
        boolean ofTopic = topic.equals(Topic.DEAD_LETTERS.name()) || topic.equals(letter.getTopic());
        boolean ofCode = codes.isEmpty() ? Redrive.mayPass(letter.getCode()) : codes.contains(letter.getCode());
        return ofTopic && ofCode && (job == null || job.equals(letter.getJobId()));
    }
}
