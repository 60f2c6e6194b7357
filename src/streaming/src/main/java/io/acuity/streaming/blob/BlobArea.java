package io.acuity.streaming.blob;

/** The kinds of blobs, by how long they stay. */
public enum BlobArea {
    /** Inputs and results; removed some time after the topics forgot them. */
    PAYLOADS("payloads"),
    /** Checkpoints; never removed by the collector. */
    CHECKPOINTS("checkpoints"),
    /** Images of datasets, which a compacted topic mentions for ever; never removed by the collector. */
    DATASETS("datasets");

    private final String folder;

    BlobArea(String folder) {
        this.folder = folder;
    }

    String folder() {
        return folder;
    }
}
