package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Entries;
import io.acuity.checkpoints.pytorch.PickleValue.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the state dict in what was saved: the tensors of the outermost dictionary, or of the one that lies in it under a
 * name that trainers use, averaged weights before raw ones and a teacher before its student. Whatever else was saved
 * beside tensors (epochs, optimizers, settings) is left out.
 */
final class StateDictSearch {
    private static final List<String> CONTAINERS = List.of(
            "params_ema",
            "ema_state_dict",
            "state_dict_ema",
            "model_ema",
            "ema",
            "params",
            "state_dict",
            "model_state_dict",
            "teacher",
            "student",
            "model",
            "netG",
            "generator",
            "network",
            "net",
            "weights");
    private static final int MAX_DEPTH = 4;

    private StateDictSearch() {}

    /** The tensors of the state dict in {@code root}, in the order of the file. */
    static Map<String, View> find(PickleValue root) throws UnreadablePickleException {
        return find(root, 0)
                .orElseThrow(() -> UnreadablePickleException.refused(
                        "it holds no state dict, a dictionary of tensors by name",
                        "save one with torch.save(model.state_dict(), FILE)"));
    }

    private static Optional<Map<String, View>> find(PickleValue value, int depth) {
        if (!(value instanceof Entries entries) || depth > MAX_DEPTH) {
            return Optional.empty();
        }
        for (String name : CONTAINERS) {
            PickleValue inner = entries.byName().get(name);
            Optional<Map<String, View>> found = inner == null ? Optional.empty() : find(inner, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        Map<String, View> tensors = tensors(entries);
        return tensors.isEmpty() ? onlyInner(entries) : Optional.of(tensors);
    }

    /** The one dictionary of tensors under a name nobody could foresee, if there is exactly one. */
    private static Optional<Map<String, View>> onlyInner(Entries entries) {
        List<Map<String, View>> inner = entries.byName().values().stream()
                .filter(Entries.class::isInstance)
                .map(value -> tensors((Entries) value))
                .filter(tensors -> !tensors.isEmpty())
                .limit(2)
                .toList();
        return inner.size() == 1 ? Optional.of(inner.get(0)) : Optional.empty();
    }

    private static Map<String, View> tensors(Entries entries) {
        Map<String, View> tensors = new LinkedHashMap<>();
        entries.byName().forEach((name, value) -> {
            if (value instanceof View view) {
                tensors.put(name, view);
            }
        });
        return tensors;
    }
}
