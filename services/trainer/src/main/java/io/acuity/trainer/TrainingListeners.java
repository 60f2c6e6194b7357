package io.acuity.trainer;

import io.acuity.training.loop.TrainingListener;
import java.util.List;

/** Several listeners as one, in order. */
record TrainingListeners(List<TrainingListener> all) implements TrainingListener {
    @Override
    public void onStep(int step, float loss, double rate) {
        all.forEach(listener -> listener.onStep(step, loss, rate));
    }

    @Override
    public void onStepBack(int failed, int resumed) {
        all.forEach(listener -> listener.onStepBack(failed, resumed));
    }
}
