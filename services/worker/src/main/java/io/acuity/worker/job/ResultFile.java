package io.acuity.worker.job;

import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.worker.upscale.PictureRows;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The result on its way into its payload: encodes rows as they come. One thread at a time; closing abandons it. */
final class ResultFile implements PictureRows, AutoCloseable {
    private final PayloadUpload payload;
    private final PictureWriter writer;
    private long nanos;

    private ResultFile(PayloadUpload payload, PictureWriter writer) {
        this.payload = payload;
        this.writer = writer;
    }

    static ResultFile open(PayloadUpload payload, PictureFormat format, PictureLayout layout, int quality) {
        return new ResultFile(payload, PictureWriters.open(format, layout, quality, payload));
    }

    @Override
    public synchronized void rows(short[] samples, int rows) throws IOException {
        long begin = System.nanoTime();
        writer.writeRows(samples, rows);
        nanos += System.nanoTime() - begin;
    }

    /** Completes the file; the payload as it goes into the result. */
    synchronized Object finish() throws IOException {
        long begin = System.nanoTime();
        writer.close();
        Object reference = payload.finish().payload();
        nanos += System.nanoTime() - begin;
        return reference;
    }

    synchronized long encodeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            writer.close();
        } finally {
            payload.close();
        }
    }
}
