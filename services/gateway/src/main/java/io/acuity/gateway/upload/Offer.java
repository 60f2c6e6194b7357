package io.acuity.gateway.upload;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What callers may ask for.
 *
 * @param models all models; empty when only the workers know, which then refuse what they lack
 * @param defaultModel taken when a caller names none
 */
public record Offer(List<OfferedModel> models, String defaultModel) {

    /** Checks that the default is among the models, if they are known. */
    public Offer {
        models = List.copyOf(models);
        String chosen = defaultModel;
        if (!models.isEmpty() && models.stream().noneMatch(model -> model.name().equals(chosen))) {
            throw new IllegalArgumentException(
                    "The default model '" + defaultModel + "' is not among " + names(models) + "; name one of them.");
        }
    }

    /**
     * Any model and scale; the workers decide.
     *
     * @param defaultModel taken when a caller names none
     * @return an offer without a list
     */
    public static Offer unchecked(String defaultModel) {
        return new Offer(List.of(), defaultModel);
    }

    /** Whether the models are known here. */
    boolean isChecked() {
        return !models.isEmpty();
    }

    String names() {
        return names(models);
    }

    String scales() {
        return models.stream()
                .map(OfferedModel::scale)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private static String names(List<OfferedModel> models) {
        return models.stream().map(OfferedModel::name).collect(Collectors.joining(", "));
    }
}
