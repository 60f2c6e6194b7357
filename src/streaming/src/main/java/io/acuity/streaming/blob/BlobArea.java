package io.acuity.streaming.blob;

/** The two kinds of blobs, by how long they stay. */
public enum BlobArea {
    /** Inputs and results; removed some time after the topics forgot them. */
    PAYLOADS("payloads"),
    /** Checkpoints; never removed by the collector. */
    CHECKPOINTS("checkpoints");

    private final String folder;

    BlobArea(String folder) {
        this.folder = folder;
    }

    String folder() {
        return folder;
    }
}
