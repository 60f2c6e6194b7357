package io.acuity.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may instantiate our generated records.
 *
 * <p>Avro 1.12.2 refuses every class that it was not told to trust; its documented way is a system property, which each
 * launcher, test and embedding application would have to repeat. The trust of whoever configured Avro before is kept.
 */
final class TrustedEvents {

    private static final String PACKAGE = "io.acuity.events";

    static {
        var before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                before, type -> type.getPackageName().equals(PACKAGE)));
    }

    private TrustedEvents() {}

    /** Establishes the trust once, by loading this class. */
    static void establish() {}
}
