package io.acuity.cli.bench.clip;

import io.acuity.cli.bench.ResidentMemory;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How far a process grew from its first look to its last. Its memory goes up and down with what it computes at the moment of a look, so
 * the least-squares line tells of growth, and the largest look of what to provide.
 *
 * @param first memory at the first look, in MiB
 * @param trend growth along the line through all looks, as a share of the first
 * @param largest growth to the largest look, as a share of the first
 */
record MemoryGrowth(double first, double trend, double largest) {

    static MemoryGrowth of(List<Double> looks) {
        double first = looks.getFirst();
        double rise = ResidentMemory.slope(looks) * (looks.size() - 1);
        return new MemoryGrowth(first, rise / first, Collections.max(looks) / first - 1);
    }

    String describe(String process) {
        return String.format(
                Locale.ROOT,
                "%s: %.0f MiB at the first look, %+.1f %% along the line, %+.1f %% at its largest",
                process,
                first,
                trend * 100,
                largest * 100);
    }
}
