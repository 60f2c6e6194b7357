package io.acuity.cli.operations;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.events.BlobReference;
import io.acuity.events.DeadLetter;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.redrive.PlacedLetter;
import io.acuity.streaming.redrive.Redrive;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives dead letters another chance. */
@Command(
        name = "redrive",
        description = {
            "Submits requests that ended as dead letters once more, each as a job with a new id and the old one as its label redriveOf;"
                    + " webhooks that nobody heard are called again.",
            "A letter whose new job the tracker knows is left out: the command may be given again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity redrive --bootstrap kafka:9092 --dry-run",
            "  acuity redrive --bootstrap kafka:9092 --code STORE_UNAVAILABLE --limit 100"
        })
public final class RedriveCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LetterChoice choice = new LetterChoice();

    @Option(
            names = "--blobs",
            paramLabel = "URI",
            description =
                    "The cluster's store, file:///… or s3://…: there lie records that were too large for their letter.")
    private @Nullable URI blobs;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, the oldest first.")
    private @Nullable Integer limit;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object per letter.")
    private boolean json;

    /** Creates the command. */
    public RedriveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw new CommandException(
                    ExitCode.USAGE, "--limit is " + limit + " but must be 1 or more; for example 100");
        }
        try {
            KafkaSettings kafka = cluster.kafka();
            List<PlacedLetter> chosen = Redrive.letters(kafka).stream()
                    .filter(placed -> choice.accepts(placed.letter()))
                    .toList();
            if (chosen.isEmpty()) {
                console.note("acuity: No dead letter is to be driven again.");
                return ExitCode.OK.status();
            }
            return drive(kafka, chosen);
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private int drive(KafkaSettings kafka, List<PlacedLetter> chosen) {
        Set<String> known = Redrive.knownJobs(kafka);
        try (BlobStore store = blobs == null ? null : BlobStores.open(blobs);
                EventPublisher publisher = EventPublisher.open(kafka)) {
            Redrive redrive = new Redrive(originals(store), Clock.systemUTC());
            LetterDriver driver = new LetterDriver(redrive, known, publisher, dryRun);
            int driven = 0;
            int staying = 0;
            for (PlacedLetter placed : chosen) {
                if (limit != null && driven == limit) {
                    break;
                }
                LetterDriver.Done done = driver.drive(placed);
                print(placed.place().offset(), placed.letter(), done);
                driven += done.driven() ? 1 : 0;
                staying += done.stays() ? 1 : 0;
            }
            console.note("acuity: " + driven + (dryRun ? " would be driven, " : " driven, ") + staying + " stay.");
            return (staying == 0 ? ExitCode.OK : ExitCode.FAILED).status();
        }
    }

    private static Function<BlobReference, byte[]> originals(@Nullable BlobStore store) {
        return reference -> {
            if (store == null) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "A record was too large for its letter and lies in the store at " + reference.getUri()
                                + "; name the store with --blobs.");
            }
            return store.read(reference);
        };
    }

    private void print(long offset, DeadLetter letter, LetterDriver.Done done) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("offset", offset);
            object.put("topic", letter.getTopic());
            object.put("code", letter.getCode().name());
            object.put("job", letter.getJobId());
            object.put("at", letter.getAt().toString());
            object.put("done", done.words());
            object.put("newJob", done.newJob());
            console.json(object);
            return;
        }
        console.result(letter.getAt() + "  " + letter.getCode() + "  " + letter.getTopic() + "  "
                + (letter.getJobId() == null ? "no job" : letter.getJobId()) + "  " + done.words()
                + (done.newJob() == null ? "" : " as " + done.newJob()));
    }
}
