package io.acuity.assembler;

import io.acuity.streaming.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;

/**
 * What an assembler needs.
 *
 * @param kafka the cluster
 * @param blobStore where clips and frames lie, {@code file:} or {@code s3:}; must be the gateways' and workers' store too
 * @param dataDir where clips under way lie; what a process that died left there is gone on with. Assemblers of one machine may share it
 * @param slot name of this assembler, unique in the group and the same after a restart
 * @param clips how many clips are in work at once
 */
public record AssemblerSettings(KafkaSettings kafka, URI blobStore, Path dataDir, String slot, int clips) {
    /** Validates slot and bound. */
    public AssemblerSettings {
        if (slot.isBlank()) {
            throw new IllegalArgumentException("assembler.slot is blank; give the assembler a name, for example a1.");
        }
        if (clips < 1) {
            throw new IllegalArgumentException("assembler.clips is " + clips + " but must be 1 or more; for example 1");
        }
    }

    /** The usual settings: one clip at once. */
    public static AssemblerSettings of(KafkaSettings kafka, URI blobStore, Path dataDir, String slot) {
        return new AssemblerSettings(kafka, blobStore, dataDir, slot, 1);
    }

    /** Another number of clips at once. */
    public AssemblerSettings withClips(int atOnce) {
        return new AssemblerSettings(kafka, blobStore, dataDir, slot, atOnce);
    }
}
