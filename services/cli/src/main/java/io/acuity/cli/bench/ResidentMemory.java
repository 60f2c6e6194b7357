package io.acuity.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of this process at a moment, in MiB. */
public record ResidentMemory(double resident, double heapCommitted) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB_PER_MIB = 1024;

    /** Reads it from the kernel and the Java machine. */
    static ResidentMemory now() {
        try {
            double resident = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElse(Double.NaN);
            return new ResidentMemory(resident, Runtime.getRuntime().totalMemory() / (KIB_PER_MIB * KIB_PER_MIB));
        } catch (IOException e) {
            throw new UncheckedIOException("The memory of this process cannot be read from " + STATUS + ".", e);
        }
    }

    /** What lies outside the Java heap, at least. */
    double outsideHeap() {
        return resident - heapCommitted;
    }

    /** Slope of the least-squares line through values at 0, 1, 2, …. */
    public static double slope(List<Double> values) {
        double meanX = (values.size() - 1) / 2.0;
        double meanY =
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.size(); i++) {
            above += (i - meanX) * (values.get(i) - meanY);
            below += (i - meanX) * (i - meanX);
        }
        return below == 0 ? 0 : above / below;
    }
}
