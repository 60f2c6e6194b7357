package io.acuity.cli.golden;

import io.acuity.imaging.FloatImage;
import io.acuity.networks.perceptual.PerceptualDistance;
import io.acuity.networks.perceptual.PerceptualNet;
import io.acuity.networks.perceptual.PerceptualWeights;
import java.util.Arrays;
import java.util.List;

/** LPIPS of recorded pairs of images: the distance at each tap, {@code [tap, pair]}, and their sums. */
final class PerceptualCases {
    private PerceptualCases() {}

    static Verdict distance(GoldenCase recorded) {
        String id = recorded.system().replaceFirst(".*,\\s*", "");
        PerceptualNet net = PerceptualNet.of(id)
                .orElseThrow(() -> new IllegalArgumentException("There is no LPIPS network " + id + "."));
        List<FloatImage> left = recorded.images("a");
        List<FloatImage> right = recorded.images("b");
        int pairs = left.size();
        double[] taps = new double[net.channels().size() * pairs];
        double[] distances = new double[pairs];
        double[] same = new double[pairs];
        try (PerceptualDistance distance =
                PerceptualDistance.load(net, PerceptualWeights.of(net, List.of(recorded.weights())))) {
            for (int pair = 0; pair < pairs; pair++) {
                double[] of = distance.taps(left.get(pair), right.get(pair));
                for (int tap = 0; tap < of.length; tap++) {
                    taps[tap * pairs + pair] = of[tap];
                }
                distances[pair] = Arrays.stream(of).sum();
                same[pair] = Arrays.stream(distance.taps(left.get(pair), left.get(pair)))
                        .sum();
            }
        }
        return new Verdict.Compared(List.of(
                recorded.compare("per_tap", taps),
                recorded.compare("distance", distances),
                new Check("distance of equal images", Arrays.stream(same).max().orElse(Double.NaN), 0)));
    }
}
