package io.acuity.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import io.acuity.imaging.degrade.Degradation;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final EvaluationListener SILENT = (image, done, total) -> {};

    private final Evaluation evaluation = new Evaluation(new PictureDecoder(DecodeLimits.defaults()), 4);

    @TempDir
    private Path folder;

    @BeforeEach
    void images() throws IOException {
        write("b.png", picture(1, 61, 47, 3));
        write("a.png", picture(2, 40, 52, 1));
        Files.writeString(folder.resolve("notes.txt"), "not an image");
    }

    @Test
    void bicubicAsAModelScoresAsTheYardstick() {
        // when
        List<String> heard = new ArrayList<>();
        EvaluationReport report = evaluation.run(
                folder,
                10,
                EvaluationTest::bicubic,
                (image, done, total) -> heard.add(image.score().image() + " " + done + "/" + total));
        // then
        assertThat(heard).containsExactly("a.png 1/2", "b.png 2/2");
        assertThat(report.images()).hasSize(2);
        for (ImageScore score : report.images()) {
            assertThat(score.psnrY()).isCloseTo(score.bicubic().psnrY(), within(1e-9));
            assertThat(score.ssimY()).isCloseTo(score.bicubic().ssimY(), within(1e-9));
            assertThat(score.psnrY()).isBetween(10.0, 60.0);
            assertThat(score.consistency()).isPositive();
        }
        assertThat(report.mean().psnrY())
                .isCloseTo(
                        (report.images().get(0).psnrY() + report.images().get(1).psnrY()) / 2, within(1e-9));
    }

    @Test
    void blindDamageIsThatOfSeedAndNameWhateverElseIsMeasured() {
        // given
        BlindDegradation damage = new BlindDegradation(BlindSettings.REAL_ESRGAN, 4);
        // when
        List<Double> both = damaged(damage, 1, 2);
        // then: worse than bicubic, the same for the same seed, and for the first alone
        assertThat(damaged(damage, 1, 2)).isEqualTo(both);
        assertThat(damaged(damage, 1, 1)).containsExactly(both.get(0));
        assertThat(damaged(damage, 2, 2)).doesNotContainAnyElementsOf(both);
    }

    private List<Double> damaged(Degradation damage, long seed, int limit) {
        return new Evaluation(
                        new PictureDecoder(DecodeLimits.defaults()),
                        new LowResolution.Damaged(damage, seed),
                        null,
                        List.of())
                .run(folder, limit, EvaluationTest::bicubic, SILENT).images().stream()
                        .map(ImageScore::psnrY)
                        .toList();
    }

    @Test
    void anyScaleIsMeasuredOnWhatWholePixelsBecome() {
        // given
        Evaluation any = new Evaluation(
                new PictureDecoder(DecodeLimits.defaults()), new LowResolution.Reduced(2.7), null, List.of());
        List<String> seen = new ArrayList<>();
        // when: 22 · 2.7 = 59.4 and 17 · 2.7 = 45.9, while 23 and 18 were more than there is
        ImageScore score = any.score("x", picture(1, 61, 47, 3), lowRes -> {
            seen.add(lowRes.width() + "×" + lowRes.height());
            return PictureConversions.toPicture(Bicubic.resize(PictureConversions.toRgb(lowRes), 46, 59), null, 8);
        });
        // then
        assertThat(seen).containsExactly("22×17");
        assertThat(score.psnrY()).isCloseTo(score.bicubic().psnrY(), within(1e-9));
    }

    @Test
    void aPerfectResultIsInfinitelyGood() {
        // given
        Picture original = picture(3, 48, 32, 3);
        // when
        ImageScore score = evaluation.score("x", original, lowRes -> original);
        // then
        assertThat(score.psnrY()).isInfinite();
        assertThat(score.ssimY()).isCloseTo(1, within(1e-12));
        assertThat(score.consistency()).isLessThan(0.5);
    }

    @Test
    void furtherMeasuresAreTakenOfResultAndYardstickAndAveraged() {
        // given
        List<Measure> further = List.of(ColourMeasure.values());
        // when: every sample of the result is off by the same 10 levels
        EvaluationReport report = new Evaluation(
                        new PictureDecoder(DecodeLimits.defaults()), new LowResolution.Reduced(4), null, further)
                .run(folder, 10, lowRes -> brighter(bicubic(lowRes)), SILENT);
        // then
        for (ImageScore score : report.images()) {
            assertThat(score.further().keySet())
                    .containsExactly("psnr-rgb", "psnr-means", "colour-shift", "lr-psnr", "consistency-uint8");
            assertThat(figures(score.further(), "colour-shift").result())
                    .isCloseTo(figures(score.further(), "colour-shift").bicubic() + 10, within(0.5));
            assertThat(figures(score.further(), "psnr-means").result())
                    .isCloseTo(figures(score.further(), "psnr-means").bicubic(), within(0.05));
            assertThat(figures(score.further(), "psnr-rgb").result())
                    .isLessThan(figures(score.further(), "psnr-rgb").bicubic());
            assertThat(figures(score.further(), "lr-psnr").result()).isBetween(25.0, 29.0);
            // 10 levels off, squared 100, stays below the wrap nearly everywhere
            assertThat(figures(score.further(), "consistency-uint8").result()).isBetween(60.0, 140.0);
        }
        assertThat(figures(report.mean().further(), "lr-psnr").result())
                .isCloseTo(
                        report.images().stream()
                                .mapToDouble(score ->
                                        figures(score.further(), "lr-psnr").result())
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(report.with("fid", new Figures(1, 2)).mean().further())
                .containsEntry("fid", new Figures(1, 2))
                .hasSize(6);
    }

    private static Figures figures(Map<String, Figures> further, String id) {
        return Objects.requireNonNull(further.get(id), id);
    }

    private static Picture brighter(Picture picture) {
        FloatImage image = PictureConversions.toRgb(picture);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] += 10 / 255f;
        }
        return PictureConversions.toPicture(image, null, 8);
    }

    @Test
    void takesNoMoreThanTheLimitAndFindsTheFolderHr() throws IOException {
        // given
        Path set = Files.createDirectories(folder.resolve("set"));
        Files.move(
                folder.resolve("a.png"),
                Files.createDirectories(set.resolve("HR")).resolve("a.png"));
        // then
        assertThat(evaluation.run(set, 1, EvaluationTest::bicubic, SILENT).images())
                .hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAFolder() {
        assertThatThrownBy(() -> evaluation.run(folder.resolve("none"), 1, EvaluationTest::bicubic, SILENT))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> evaluation.run(
                        Files.createDirectory(folder.resolve("empty")), 1, EvaluationTest::bicubic, SILENT))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("has no images");
    }

    @Test
    void saysWhichImageIsUnreadableOrTooSmall() throws IOException {
        // given
        Files.writeString(folder.resolve("0.png"), "no picture");
        // then
        assertThatThrownBy(() -> evaluation.run(folder, 1, EvaluationTest::bicubic, SILENT))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("0.png");
        assertThatThrownBy(() -> evaluation.score("tiny", picture(1, 18, 30, 3), EvaluationTest::bicubic))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("at least 19");
    }

    @Test
    void refusesResultsOfAnotherScale() {
        assertThatThrownBy(() -> evaluation.score("x", picture(3, 48, 32, 3), lowRes -> lowRes))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("12×8");
    }

    private void write(String name, Picture picture) throws IOException {
        Files.write(folder.resolve(name), PictureWriters.encode(picture, PictureFormat.PNG, 90));
    }

    private static Picture bicubic(Picture lowRes) {
        if (lowRes.isGrey()) {
            FloatImage grey = PictureConversions.toFloat(lowRes.colour().get(0));
            return PictureConversions.toPicture(Bicubic.rescale(grey, 4), null, 8);
        }
        return PictureConversions.toPicture(Bicubic.rescale(PictureConversions.toRgb(lowRes), 4), null, 8);
    }

    private static Picture picture(long seed, int width, int height, int channels) {
        Random random = new Random(seed);
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            Plane plane = new Plane(width, height);
            double phase = random.nextDouble() * 6;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double wave = Math.sin(phase + x * 0.4) * Math.cos(y * 0.3);
                    int level = (int) (127 + 110 * wave + random.nextInt(8));
                    plane.set(x, y, level * 257);
                }
            }
            planes.add(plane);
        }
        return new Picture(planes, null, 8);
    }
}
