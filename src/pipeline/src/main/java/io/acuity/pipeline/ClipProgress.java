package io.acuity.pipeline;

/** Hears how a clip goes, on the thread that runs it. */
@FunctionalInterface
public interface ClipProgress {
    /**
     * A frame has arrived.
     *
     * @param frames how many frames are done, those of earlier runs included
     * @param work what was computed so far
     */
    void arrived(long frames, ClipWork work);
}
