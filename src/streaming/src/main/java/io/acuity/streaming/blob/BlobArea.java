package io.acuity.streaming.blob;

/** The kinds of blobs, by how long they stay. */
public enum BlobArea {
    /** Inputs and results; removed some time after the topics forgot them. */
    PAYLOADS("payloads"),
    /**
     * Frames on their way through a pipeline; deleted one by one once they have arrived, the rest of a clip with its end, and what is
     * left over even then like payloads. Each must have a content of its own, or equal frames would share one blob.
     */
    FRAMES("frames"),
    /** Checkpoints; never removed by the collector. */
    CHECKPOINTS("checkpoints"),
    /** Images of datasets, which a compacted topic mentions for ever; never removed by the collector. */
    DATASETS("datasets");

    private final String folder;

    BlobArea(String folder) {
        this.folder = folder;
    }

    boolean isCollected() {
        return this == PAYLOADS || this == FRAMES;
    }

    String folder() {
        return folder;
    }
}
