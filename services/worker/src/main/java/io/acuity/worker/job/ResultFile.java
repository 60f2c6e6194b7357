package io.acuity.worker.job;

import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.worker.upscale.PictureRows;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The result on its way into its payload: encodes rows as they come. One thread at a time; closing abandons it. */
final class ResultFile implements PictureRows, AutoCloseable {
    private final PayloadUpload payload;
    private final PictureWriter writer;
    /** Not a monitor: encoding runs on virtual threads, which a monitor would pin to their carriers. */
    private final Lock lock = new ReentrantLock();

    private long nanos;

    private ResultFile(PayloadUpload payload, PictureWriter writer) {
        this.payload = payload;
        this.writer = writer;
    }

    static ResultFile open(PayloadUpload payload, PictureFormat format, PictureLayout layout, int quality) {
        return new ResultFile(payload, PictureWriters.open(format, layout, quality, payload));
    }

    @Override
    public void rows(short[] samples, int rows) throws IOException {
        lock.lock();
        try {
            long begin = System.nanoTime();
            writer.writeRows(samples, rows);
            nanos += System.nanoTime() - begin;
        } finally {
            lock.unlock();
        }
    }

    /** Completes the file; the payload as it goes into the result. */
    Object finish() throws IOException {
        lock.lock();
        try {
            long begin = System.nanoTime();
            writer.close();
            Object reference = payload.finish().payload();
            nanos += System.nanoTime() - begin;
            return reference;
        } finally {
            lock.unlock();
        }
    }

    long encodeMillis() {
        lock.lock();
        try {
            return TimeUnit.NANOSECONDS.toMillis(nanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closeBoth();
        } finally {
            lock.unlock();
        }
    }

    private void closeBoth() throws IOException {
        try {
            writer.close();
        } finally {
            payload.close();
        }
    }
}
