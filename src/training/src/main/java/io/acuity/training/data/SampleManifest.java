package io.acuity.training.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.List;

/**
 * The images of a dataset at one moment, ordered by id so that the same images are the same manifest whatever order they
 * came in. With a seed and a step it names a batch.
 *
 * @param training images to learn from
 * @param validation images held out
 */
public record SampleManifest(List<SampleEntry> training, List<SampleEntry> validation) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Orders and copies the lists. */
    public SampleManifest {
        training = ordered(training);
        validation = ordered(validation);
    }

    private static List<SampleEntry> ordered(List<SampleEntry> entries) {
        return entries.stream().sorted(Comparator.comparing(SampleEntry::id)).toList();
    }

    /** Reads what {@link #toJson} wrote. */
    public static SampleManifest parse(String json) {
        try {
            return JSON.readValue(json, SampleManifest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The list of samples in a saved training state cannot be read.", e);
        }
    }

    /** As JSON, for a checkpoint. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The list of samples cannot be written.", e);
        }
    }
}
