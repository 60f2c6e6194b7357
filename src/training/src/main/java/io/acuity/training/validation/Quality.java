package io.acuity.training.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good results are, on the average over images.
 *
 * @param psnrY dB, luma, a border of the scale's pixels cut
 * @param ssimY same pixels
 * @param consistency mean square difference of the reduced result to the LR image × 10⁵
 */
public record Quality(double psnrY, double ssimY, double consistency) {
    /** By the names of a checkpoint event. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("psnrY", psnrY);
        metrics.put("ssimY", ssimY);
        metrics.put("consistency", consistency);
        return metrics;
    }

    static Quality mean(List<Quality> all) {
        return new Quality(
                all.stream().mapToDouble(Quality::psnrY).average().orElseThrow(),
                all.stream().mapToDouble(Quality::ssimY).average().orElseThrow(),
                all.stream().mapToDouble(Quality::consistency).average().orElseThrow());
    }
}
