package io.acuity.pipeline;

import io.acuity.events.Cost;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;

/**
 * What was computed for a clip, as the workers told of each frame; frames that an earlier, failed run computed under another
 * name are not in it.
 *
 * @param frames frames with a result
 * @param networkPixels pixels the network computed
 * @param denseNetworkPixels pixels it would have computed for whole frames
 * @param tiles tiles of all frames
 * @param tilesReused how many of them kept an earlier result
 * @param framesRepeated frames without a result, for which the one before was shown again
 */
public record ClipWork(
        long frames, long networkPixels, long denseNetworkPixels, long tiles, long tilesReused, long framesRepeated) {
    static final ClipWork NONE = new ClipWork(0, 0, 0, 0, 0, 0);

    ClipWork and(FrameResult result) {
        Cost cost = result.getCost();
        int computed = result.getState() == FrameState.UPSCALED ? 1 : 0;
        return new ClipWork(
                frames + computed,
                networkPixels + (cost == null ? 0 : cost.getNetworkPixels()),
                denseNetworkPixels + (cost == null ? 0 : cost.getDenseNetworkPixels()),
                tiles + result.getTiles(),
                tilesReused + result.getTilesReused(),
                framesRepeated + 1 - computed);
    }
}
