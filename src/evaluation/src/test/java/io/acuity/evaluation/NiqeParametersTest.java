package io.acuity.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.naturalness.Niqe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiqeParametersTest {
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @TempDir
    private Path folder;

    @Test
    void fittedParametersComeBackFromTheirFileAndMeasure() throws IOException {
        // given
        Path photographs = Files.createDirectory(folder.resolve("photographs"));
        for (int i = 0; i < 2; i++) {
            write(photographs.resolve("p" + i + ".png"), texture(i, 576, 480));
        }
        write(photographs.resolve("small.png"), texture(5, 60, 60));
        List<String> heard = new ArrayList<>();
        // when
        NiqeParameters fitted = new NiqeFitting(decoder)
                .fit(photographs, (photograph, patches) -> heard.add(photograph + (patches > 0 ? "" : " nothing")));
        fitted.write(folder.resolve("natural.json"));
        NiqeParameters read = NiqeParameters.read(folder.resolve("natural.json"));
        // then
        assertThat(heard).containsExactly("p0.png", "p1.png", "small.png nothing");
        assertThat(read.source()).isEqualTo("photographs");
        assertThat(read.photographs()).isEqualTo(2);
        assertThat(read.patches()).isEqualTo(fitted.patches()).isGreaterThan(36);
        assertThat(read.mean()).containsExactly(fitted.mean());
        assertThat(read.covariance()).isDeepEqualTo(fitted.covariance());
        // and then
        Evaluation evaluation = new Evaluation(decoder, 4, new Niqe(read.statistics()));
        Picture original = texture(9, 384, 288);
        ImageScore score = evaluation.score(
                "x", original, lowRes -> Degraded.reduced(original, 4).bicubic());
        assertThat(score.niqe()).isEqualTo(score.bicubic().niqe()).isNotNull();
        assertThat(score.original().niqe()).isNotNull().isLessThan(score.niqe());
    }

    @Test
    void smallImagesHaveNoFigureAndLeaveTheMeanToOthers() {
        // given
        Evaluation evaluation =
                new Evaluation(decoder, 4, new Niqe(NiqeParameters.shipped().statistics()));
        Picture small = texture(1, 100, 100);
        Picture large = texture(2, 288, 192);
        // when
        ImageScore without = evaluation.score("small", small, lowRes -> small);
        ImageScore with = evaluation.score("large", large, lowRes -> large);
        // then
        assertThat(without.niqe()).isNull();
        assertThat(without.original().niqe()).isNull();
        assertThat(MeanScore.of(List.of(without, with)).niqe()).isEqualTo(with.niqe());
        assertThat(MeanScore.of(List.of(without)).niqe()).isNull();
    }

    @Test
    void theShippedParametersLookLikePhotographs() {
        // when
        NiqeParameters shipped = NiqeParameters.shipped();
        // then
        assertThat(shipped.source()).isEqualTo("cid22");
        assertThat(shipped.photographs()).isEqualTo(48);
        assertThat(shipped.mean()[0]).as("nearly Gaussian coefficients").isCloseTo(2.6, within(0.5));
        assertThat(shipped.statistics().covariance()).hasDimensions(36, 36);
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        // given
        Path text = Files.writeString(folder.resolve("text.json"), "no parameters");
        Path foreign = Files.writeString(
                folder.resolve("foreign.json"),
                "{\"format\":\"other\",\"source\":\"x\",\"photographs\":1,\"patches\":1,\"mean\":[],\"covariance\":[]}");
        Path torn = Files.writeString(
                folder.resolve("torn.json"),
                "{\"format\":\"acuity-niqe-1\",\"source\":\"x\",\"photographs\":1,\"patches\":1,\"mean\":[1],\"covariance\":[]}");
        Path lacking = Files.writeString(folder.resolve("lacking.json"), "{\"format\":\"acuity-niqe-1\"}");
        // then
        for (Path file : List.of(text, foreign, torn, lacking, folder.resolve("none.json"))) {
            assertThatThrownBy(() -> NiqeParameters.read(file))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining(file.toString());
        }
        assertThatThrownBy(() -> NiqeParameters.read(torn)).hasMessageContaining("36 features");
        assertThatThrownBy(() -> NiqeParameters.shipped().write(folder.resolve("no/such/folder.json")))
                .isInstanceOf(EvaluationException.class);
    }

    @Test
    void saysWhatIsWrongWithPhotographs() throws IOException {
        // given
        Path few = Files.createDirectory(folder.resolve("few"));
        write(few.resolve("one.png"), texture(1, 200, 200));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("a.png"), "no picture");
        NiqeFitting fitting = new NiqeFitting(decoder);
        // then
        assertThatThrownBy(() -> fitting.fit(few, (photograph, patches) -> {}))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("at least 37");
        assertThatThrownBy(() -> fitting.fit(broken, (photograph, patches) -> {}))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a.png");
    }

    private static void write(Path file, Picture picture) throws IOException {
        Files.write(file, PictureWriters.encode(picture, PictureFormat.PNG, 90));
    }

    /** Boxes of all sizes over each other, with a little grain. */
    private static Picture texture(long seed, int width, int height) {
        Random random = new Random(seed);
        Plane plane = new Plane(width, height);
        for (int box = 0; box < width * height / 40; box++) {
            int side = (int) (2 / Math.sqrt(random.nextDouble() + 0.003));
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            int level = 30 + random.nextInt(190);
            for (int y = top; y < Math.min(height, top + side); y++) {
                for (int x = left; x < Math.min(width, left + side); x++) {
                    plane.set(x, y, (level + random.nextInt(5)) * 257);
                }
            }
        }
        return new Picture(List.of(plane), null, 8);
    }
}
