package io.acuity.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.FailureCode;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Offer OFFER = new Offer(
            List.of(new OfferedModel("acuity-s-x4", 4, List.of()), new OfferedModel("acuity-s-x2", 2, List.of())),
            "acuity-s-x4");

    private final OptionsReader reader = new OptionsReader(OFFER, new WebhookOptions(null), CLOCK);

    @Test
    void nothingGivenMeansTheDefaults() {
        // when
        UpscaleOptions options = reader.read(MultiMap.caseInsensitiveMultiMap());

        // then
        assertThat(options.recipe().getModel()).isEqualTo("acuity-s-x4");
        assertThat(options.recipe().getScale()).isEqualTo(4);
        assertThat(options.recipe().getSteps()).isNull();
        assertThat(options.recipe().getSeed()).isZero();
        assertThat(options.recipe().getFormat()).isEqualTo(OutputFormat.PNG);
        assertThat(options.recipe().getQuality()).isEqualTo(95);
        assertThat(options.recipe().getDeterministic()).isFalse();
        assertThat(options.deadline()).isNull();
        assertThat(options.previews()).isFalse();
        assertThat(options.operation()).isEqualTo(Operation.RESIDUAL_SHIFT);
        assertThat(options.recipe().getAttention()).isNull();
        assertThat(options.recipe().getLowerBound()).isNull();
    }

    @Test
    void maskedDiffusionTakesAnExtractorAndALowerBound() {
        // when
        UpscaleOptions options = reader.read(MultiMap.caseInsensitiveMultiMap()
                .add("operation", "masked-diffusion")
                .add("attention", "dino-vit-s8:max")
                .add("lowerBound", "0.25"));

        // then
        assertThat(options.operation()).isEqualTo(Operation.MASKED_DIFFUSION);
        assertThat(options.recipe().getAttention()).isEqualTo("dino-vit-s8:max");
        assertThat(options.recipe().getLowerBound()).isEqualTo(0.25);
        assertThat(options.recipe().getScale()).isEqualTo(4);
    }

    @Test
    void anAttentionMapMayHaveAnyScaleUpToEight() {
        // when
        UpscaleOptions options = reader.read(MultiMap.caseInsensitiveMultiMap()
                .add("operation", "EXTRACT_ATTENTION")
                .add("scale", "1"));

        // then
        assertThat(options.recipe().getScale()).isEqualTo(1);
        assertThatThrownBy(() -> reader.read(MultiMap.caseInsensitiveMultiMap()
                        .add("operation", "EXTRACT_ATTENTION")
                        .add("scale", "9")))
                .hasMessageContaining("from 1 to 8");
    }

    @Test
    void everythingGivenIsTaken() {
        // when
        UpscaleOptions options = reader.read(MultiMap.caseInsensitiveMultiMap()
                .add("model", "acuity-s-x2")
                .add("scale", "2")
                .add("steps", "15")
                .add("seed", "-9")
                .add("format", "JPG")
                .add("quality", "80")
                .add("deterministic", "true")
                .add("previews", "true")
                .add("deadline", "PT30S"));

        // then
        assertThat(options.recipe().getScale()).isEqualTo(2);
        assertThat(options.recipe().getSteps()).isEqualTo(15);
        assertThat(options.recipe().getSeed()).isEqualTo(-9);
        assertThat(options.recipe().getFormat()).isEqualTo(OutputFormat.JPEG);
        assertThat(options.recipe().getQuality()).isEqualTo(80);
        assertThat(options.recipe().getDeterministic()).isTrue();
        assertThat(options.previews()).isTrue();
        assertThat(options.deadline()).isEqualTo(NOW.plusSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "steps,0,from 1 to 10000",
        "steps,many,from 1 to 10000",
        "quality,101,from 1 to 100",
        "seed,1.5,whole number",
        "format,webp,'png, jpeg or tiff'",
        "deterministic,yes,true or false",
        "previews,2,'previews'' must be true or false'",
        "deadline,tomorrow,PT30S",
        "deadline,2020-01-01T00:00:00Z,has passed",
        "deadline,P9999999999999999999D,PT30S",
        "operation,sharpen,EXTRACT_ATTENTION",
        "operation,UNKNOWN,EXTRACT_ATTENTION",
        "attention,edges,MASKED_DIFFUSION",
        "lowerBound,0.2,MASKED_DIFFUSION",
        "colour,red,the options are"
    })
    void whatDoesNotFitIsNamedWithWhatWould(String name, String value, String said) {
        assertThatThrownBy(() -> reader.read(MultiMap.caseInsensitiveMultiMap().add(name, value)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.InvalidRequest.class,
                                        invalid -> assertThat(invalid.detail())
                                                .contains(name)
                                                .contains(said)));
    }

    @ParameterizedTest
    @CsvSource({"lowerBound,1.01", "lowerBound,-0.1", "lowerBound,NaN", "lowerBound,much", "attention,' '"})
    void attentionOptionsOutOfRangeAreNamed(String name, String value) {
        MultiMap given = MultiMap.caseInsensitiveMultiMap()
                .add("operation", "MASKED_DIFFUSION")
                .add(name, value);
        assertThatThrownBy(() -> reader.read(given))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"model,best,UNKNOWN_MODEL,acuity-s-x2", "scale,3,UNSUPPORTED_SCALE,'2, 4'"})
    void whatIsNotOfferedIsAnsweredWithWhatIs(String name, String value, FailureCode code, String available) {
        assertThatThrownBy(() -> reader.read(MultiMap.caseInsensitiveMultiMap().add(name, value)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(Refusal.NotOffered.class, notOffered -> {
                                    assertThat(notOffered.code()).isEqualTo(code);
                                    assertThat(notOffered.detail())
                                            .contains(value)
                                            .contains(available);
                                }));
    }

    @Test
    void aModelForAnyScaleTakesAnyNumber() {
        // given
        Offer any = new Offer(List.of(new OfferedModel("any", 4, null, List.of(), true)), "any");
        OptionsReader ofAny = new OptionsReader(any, new WebhookOptions(null), CLOCK);

        // when
        Recipe fraction = ofAny.read(MultiMap.caseInsensitiveMultiMap().add("scale", "2.7"))
                .recipe();
        Recipe whole =
                ofAny.read(MultiMap.caseInsensitiveMultiMap().add("scale", "3")).recipe();
        Recipe beyond = ofAny.read(
                        MultiMap.caseInsensitiveMultiMap().add("scale", "5.5").add("force", "true"))
                .recipe();

        // then
        assertThat(fraction.getMagnification()).isEqualTo(2.7);
        assertThat(fraction.getScale()).isZero();
        assertThat(fraction.getExtrapolate()).isFalse();
        assertThat(whole.getMagnification()).isNull();
        assertThat(whole.getScale()).isEqualTo(3);
        assertThat(beyond.getMagnification()).isEqualTo(5.5);
        assertThat(beyond.getExtrapolate()).isTrue();
        for (String wrong : List.of("1", "4.5", "0.5", "-2", "many", "NaN", "65", "1e1", "0x2p0")) {
            assertThatThrownBy(
                            () -> ofAny.read(MultiMap.caseInsensitiveMultiMap().add("scale", wrong)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(wrong);
        }
        assertThatThrownBy(() -> reader.read(MultiMap.caseInsensitiveMultiMap().add("scale", "2.7")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("enlarges 4 times");
    }

    @Test
    void withoutAListTheWorkersKnowWhichScalesThereAre() {
        // given
        var unchecked = new OptionsReader(Offer.unchecked("acuity-s-x4"), new WebhookOptions(null), CLOCK);

        // then
        assertThat(unchecked
                        .read(MultiMap.caseInsensitiveMultiMap()
                                .add("model", "other")
                                .add("scale", "8"))
                        .recipe()
                        .getScale())
                .isEqualTo(8);
        assertThat(unchecked
                        .read(MultiMap.caseInsensitiveMultiMap().add("scale", "2.7"))
                        .recipe()
                        .getMagnification())
                .isEqualTo(2.7);
        assertThatThrownBy(
                        () -> unchecked.read(MultiMap.caseInsensitiveMultiMap().add("scale", "1")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("more than 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P4000000D", "+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z"})
    void aDeadlineThatNoEventCanHoldIsRefused(String deadline) {
        assertThatThrownBy(() -> reader.read(MultiMap.caseInsensitiveMultiMap().add("deadline", deadline)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("lies after the year 9999");
    }
}
