package io.acuity.cli.rollout;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.streaming.rollout.RolloutStatus;
import io.acuity.streaming.rollout.RolloutView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which checkpoints serve. */
@Command(
        name = "status",
        description = "Shows which checkpoints serve each model, what was seen of them, and what the workers say.")
public final class RolloutStatusCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Only this model (default: all).")
    private @Nullable String model;

    @Option(names = "--json", description = "Print one JSON object per model.")
    private boolean json;

    @Option(names = "--watch", description = "Print again whenever something changed, until Ctrl-C.")
    private boolean watch;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public RolloutStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (RolloutSession session = RolloutSession.open(cluster.kafka(), LOOK)) {
            List<RolloutStatus> found = look(session.view());
            if (found.isEmpty() && !watch) {
                console.note("acuity: Nothing was rolled out"
                        + (model == null ? "" : " for model " + model)
                        + "; workers serve what they were started with.");
            }
            print(found);
            if (watch) {
                follow(session.view(), found);
            }
            return ExitCode.OK.status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private List<RolloutStatus> look(RolloutView view) {
        return view.all().stream()
                .filter(status -> model == null || status.event().getModel().equals(model))
                .toList();
    }

    private void follow(RolloutView view, List<RolloutStatus> before) {
        CompletableFuture<Void> ended = view.ended();
        List<RolloutStatus> last = before;
        while (!ended.isDone()) {
            try {
                RolloutSession.await(ended, LOOK);
            } catch (TimeoutException e) {
                // Nothing ended: time to look again.
                List<RolloutStatus> now = look(view);
                if (!now.equals(last)) {
                    print(now);
                    last = now;
                }
            }
        }
    }

    private void print(List<RolloutStatus> found) {
        for (RolloutStatus status : found) {
            if (json) {
                console.json(RolloutJson.of(status));
            } else {
                RolloutTable.of(status).forEach(console::result);
            }
        }
    }
}
