package io.acuity.gateway.upload;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;

/** What an operation takes as its body. */
public enum BodyKind {
    /** A picture. */
    IMAGE("image/"),
    /** A film. */
    CLIP("video/");

    private final String family;

    BodyKind(String family) {
        this.family = family;
    }

    /** Refuses types that cannot be such; bytes without a type may be anything. */
    void require(String type) {
        if (type.startsWith(family) || type.equals(BodyReader.BYTES)) {
            return;
        }
        String found = type.isEmpty() ? "missing" : "'" + type + "'";
        throw new RefusedException(
                switch (this) {
                    case IMAGE -> new Refusal.UnsupportedMediaType(found);
                    case CLIP -> new Refusal.NoClipType(found);
                });
    }
}
