package io.acuity.attention.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The published backbones that can be imported: their names, and the files their authors offer. */
enum KnownBackbone {
    DINO_VIT_S8("dino-vit-s8", "dino_deitsmall8_pretrain.pth", ""),
    DINO_VIT_S16("dino-vit-s16", "dino_deitsmall16_pretrain.pth", ""),
    DINO_RESNET50(
            "dino-resnet50",
            "dino_resnet50_pretrain.pth",
            " (with --probe dino_resnet50_linearweights.pth for maps of classes instead of features)");

    private final String text;
    private final String file;
    private final String beside;

    KnownBackbone(String text, String file, String beside) {
        this.text = text;
        this.file = file;
        this.beside = beside;
    }

    static Optional<KnownBackbone> of(String name) {
        return Arrays.stream(values()).filter(known -> known.text.equals(name)).findFirst();
    }

    String text() {
        return text;
    }

    /** The sentence for whoever asks for it without having it. */
    String missing(List<String> without) {
        String home = "~/.acuity/models/" + text;
        return "The weights of the extractor " + text + " are not installed: fetch " + file
                + " of facebookresearch/dino and put it into " + home
                + ", or import it there with './acuity model import"
                + " --system " + text + " --weights " + file + " --out " + home
                + "'" + beside + "; these extractors work without weights: " + String.join(", ", without) + ".";
    }
}
