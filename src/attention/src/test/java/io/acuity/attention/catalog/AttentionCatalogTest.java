package io.acuity.attention.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.attention.MissingWeightsException;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.attention.learned.FakeBackbone;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttentionCatalogTest {
    private final AttentionCatalog catalog =
            new AttentionCatalog(name -> name.equals("fake") ? Optional.of(new FakeBackbone()) : Optional.empty());

    @Test
    void findsInnateExtractorsByName() {
        for (String name : AttentionCatalog.innateNames()) {
            assertThat(catalog.find(name).name()).isEqualTo(name);
        }
        assertThat(AttentionCatalog.innateNames()).contains(AttentionCatalog.DEFAULT_EXTRACTOR);
    }

    @Test
    void findsLearnedExtractorsWithTheirChoiceOfHeadsAndTheMaximumWithoutOne() {
        assertThat(catalog.find("fake").name()).isEqualTo("fake:max");
        assertThat(catalog.find("fake:head=1").name()).isEqualTo("fake:head=1");
        assertThat(catalog.find("fake:avg").name()).isEqualTo("fake:avg");
    }

    @Test
    void saysWhichFileIsMissingWhereItGoesAndWhatWorksWithout() {
        assertThatThrownBy(() -> catalog.find("dino-vit-s8:head=3"))
                .isInstanceOf(MissingWeightsException.class)
                .hasMessageContaining("dino_deitsmall8_pretrain.pth")
                .hasMessageContaining("dino-vit-s8")
                .hasMessageContaining("acuity model import --system")
                .hasMessageContaining("none, gaussian, edges, sift");
    }

    @Test
    void listsTheExtractorsThereAre() {
        assertThatThrownBy(() -> catalog.find("magic"))
                .isInstanceOf(UnknownExtractorException.class)
                .hasMessageStartingWith("There is no extractor 'magic'; choose one of none, gaussian, edges, sift,")
                .hasMessageContaining("dino-resnet50");
    }

    @Test
    void innateExtractorsHaveNoHeads() {
        assertThatThrownBy(() -> catalog.find("edges:max"))
                .hasMessage("The extractor edges has no heads; ask for edges without ':max'.");
    }
}
