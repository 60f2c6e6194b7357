package io.acuity.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Tells the version from the jar's manifest. */
public final class Version implements IVersionProvider {
    /** The version, as checkpoints name it. */
    public static String number() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(built in place)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "acuity " + number(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
