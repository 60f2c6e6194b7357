package io.acuity.pipeline;

import io.acuity.events.Cost;
import io.acuity.events.FrameResult;

/**
 * What was computed for a clip, as the workers told of each frame; frames that an earlier, failed run computed under another
 * name are not in it.
 *
 * @param frames frames with a result
 * @param networkPixels pixels the network computed
 * @param denseNetworkPixels pixels it would have computed for whole frames
 * @param tiles tiles of all frames
 * @param tilesReused how many of them kept an earlier result
 */
public record ClipWork(long frames, long networkPixels, long denseNetworkPixels, long tiles, long tilesReused) {
    static final ClipWork NONE = new ClipWork(0, 0, 0, 0, 0);

    ClipWork and(FrameResult result) {
        Cost cost = result.getCost();
        return new ClipWork(
                frames + 1,
                networkPixels + (cost == null ? 0 : cost.getNetworkPixels()),
                denseNetworkPixels + (cost == null ? 0 : cost.getDenseNetworkPixels()),
                tiles + result.getTiles(),
                tilesReused + result.getTilesReused());
    }
}
