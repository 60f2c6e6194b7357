package io.acuity.cli.bench.soak;

import io.acuity.cli.bench.ResidentMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What many jobs left behind. The names are those of the JSON object.
 *
 * @param jobs that ended
 * @param failed of them
 * @param arrays native arrays of the worker at the first sample
 * @param arraysConstant whether every later sample found as many
 * @param growth of each process
 * @param samples evenly over the jobs
 */
record SoakReport(
        int jobs,
        int failed,
        int arrays,
        boolean arraysConstant,
        Map<String, Growth> growth,
        List<SoakSample> samples) {
    private static final double THOUSAND = 1_000;

    /**
     * How the memory of a process went: slopes of least-squares lines.
     *
     * @param firstMib at the first sample
     * @param lastMib at the last
     * @param firstHalf MiB for each 1,000 jobs of the first half of the samples
     * @param secondHalf the same of the second half
     */
    record Growth(double firstMib, double lastMib, double firstHalf, double secondHalf) {}

    /**
     * Sums up.
     *
     * @param samples two or more, evenly over the jobs
     */
    static SoakReport of(int failed, List<SoakSample> samples) {
        SoakSample first = samples.getFirst();
        Map<String, Growth> growth = new LinkedHashMap<>();
        first.residentMib().keySet().forEach(service -> growth.put(service, growth(service, samples)));
        return new SoakReport(
                samples.getLast().jobs(),
                failed,
                first.arrays(),
                samples.stream().allMatch(sample -> sample.arrays() == first.arrays()),
                growth,
                samples);
    }

    private static Growth growth(String service, List<SoakSample> samples) {
        List<Double> mib = samples.stream()
                .map(sample -> sample.residentMib().getOrDefault(service, 0.0))
                .toList();
        double jobsApart =
                (double) (samples.getLast().jobs() - samples.getFirst().jobs()) / (samples.size() - 1);
        int half = samples.size() / 2;
        double scale = THOUSAND / jobsApart;
        return new Growth(
                mib.getFirst(),
                mib.getLast(),
                ResidentMemory.slope(mib.subList(0, half)) * scale,
                ResidentMemory.slope(mib.subList(half, mib.size())) * scale);
    }
}
