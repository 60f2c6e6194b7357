package io.acuity.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExtractorNameTest {
    @Test
    void takesTheChoiceOfHeadsFromTheEnd() {
        assertThat(ExtractorName.parse("edges")).isEqualTo(new ExtractorName("edges", null));
        assertThat(ExtractorName.parse("dino-vit-s8:head=3"))
                .isEqualTo(new ExtractorName("dino-vit-s8", new HeadChoice.One(3)));
        assertThat(ExtractorName.parse("dino-vit-s8:avg"))
                .isEqualTo(new ExtractorName("dino-vit-s8", new HeadChoice.Average()));
        assertThat(ExtractorName.parse("c:/models/vit:max"))
                .isEqualTo(new ExtractorName("c:/models/vit", new HeadChoice.Maximum()));
    }

    @Test
    void writesNamesAsItReadsThem() {
        for (String name : new String[] {"edges", "a:head=0", "a:avg", "a:max", "a:b"}) {
            assertThat(ExtractorName.parse(name).text()).isEqualTo(name);
        }
    }

    @Test
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> ExtractorName.parse(" ")).isInstanceOf(UnknownExtractorException.class);
    }
}
