package io.acuity.cli.chaos;

import io.acuity.events.FailureCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the disk under the store to its last page, again and again, each time for a while. Half of the pictures go to the store
 * themselves and must be refused meanwhile, in a way that tells clients when to come back; the others are accepted, and their workers
 * have nowhere to write the results.
 */
final class DiskFull implements Fault {
    private static final int FEWEST = 2;
    /** Room for a job's picture, its result, and a few attempts at them. */
    private static final int KIB_PER_JOB = 1_500;

    private static final int MIB_TO_SPARE = 64;
    private static final int KIB_PER_MIB = 1_024;
    private static final String REFUSAL = "503 " + FailureCode.STORE_UNAVAILABLE;

    private final int mebibytes;
    private final Pace pace;
    private final long outageNanos;
    private @Nullable SmallDisk disk;
    private boolean full;
    private long emptyAt;
    private int strikes;
    private Map<String, Integer> putOffs = Map.of();

    DiskFull(ChaosPlan plan) {
        this.mebibytes = plan.jobs() * KIB_PER_JOB / KIB_PER_MIB + MIB_TO_SPARE;
        this.pace = Pace.atOnce(plan.every().plus(plan.outage()));
        this.outageNanos = plan.outage().toNanos();
    }

    @Override
    public Blueprint house(Blueprint usual) throws IOException, InterruptedException {
        disk = SmallDisk.mount(usual.folder().resolve("blobs"), mebibytes);
        return usual;
    }

    @Override
    public void submit(Scene scene, int number, byte[] image) {
        byte[] picture = number % 2 == 0 ? LargePictures.large(number) : LargePictures.withLargeResult(number);
        scene.uploads().offer(Uploads.Offer.of(scene.plan(), number, picture));
    }

    @Override
    public void act(Scene scene, long nowNanos) throws IOException {
        if (disk == null) {
            return;
        }
        if (full && nowNanos - emptyAt >= 0) {
            disk.empty();
            full = false;
        } else if (full) {
            // What a refused upload gives back must not let the next one through.
            disk.fill();
        } else if (pace.take(nowNanos)) {
            disk.fill();
            full = true;
            emptyAt = nowNanos + outageNanos;
            strikes++;
        }
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public boolean isUnderWay() {
        return full || strikes < FEWEST;
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        putOffs = scene.uploads().putOffs();
        List<String> problems = new ArrayList<>(Fault.super.problems(scene, books));
        if (!putOffs.containsKey(REFUSAL)) {
            problems.add("no upload was refused with " + REFUSAL + " while the disk was full");
        }
        putOffs.keySet().stream()
                .filter(answer -> !answer.equals(REFUSAL))
                .forEach(answer -> problems.add("uploads were refused with " + answer));
        if (scene.house().restarts() > 0) {
            problems.add("a process had to be started again");
        }
        return problems;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("refusedUploads", putOffs, "diskMib", mebibytes);
    }

    @Override
    public void close() {
        if (disk != null) {
            disk.close();
        }
    }
}
