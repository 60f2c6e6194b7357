package io.acuity.checkpoints.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open checkpoint file of either format. */
interface Checkpoint extends AutoCloseable {
    /** A pickle of tensors is small; its storages lie elsewhere. */
    long MAX_PICKLE = 64L << 20;

    /** What was saved, its tensors still being looks into storages. */
    PickleValue root();

    /** The bytes of one storage, little-endian, as many as it declares. */
    ByteBuffer read(PickleValue.Storage storage, ByteBudget budget) throws IOException;

    @Override
    void close() throws IOException;
}
