package io.acuity.checkpoints.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.weights.FiniteWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint with its description. Weights are verified against the hash in the description before anything else
 * looks at them.
 *
 * @param description {@code model.json}
 * @param weights {@code weights.safetensors}
 */
public record ModelBundle(ModelDescription description, Safetensors weights) {
    /** File name of the description. */
    public static final String DESCRIPTION_FILE = "model.json";
    /** File name of the weights. */
    public static final String WEIGHTS_FILE = "weights.safetensors";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Identity of a checkpoint: model name and the first 12 hex digits of the weights' hash. */
    public String checkpointId() {
        return description.name() + "@" + sha256().substring(0, 12);
    }

    /** SHA-256 of the weights file. */
    public String sha256() {
        return description.weights().sha256();
    }

    /**
     * Reads a bundle folder.
     *
     * @throws CorruptCheckpointException if a file is missing, unreadable or fails its hash, or a weight is not finite
     */
    public static ModelBundle read(Path folder) {
        return parse(
                readFile(folder.resolve(DESCRIPTION_FILE)), readFile(folder.resolve(WEIGHTS_FILE)), folder.toString());
    }

    /**
     * Reads the description of a bundle folder alone, for lists; whether its weights are there and whole is not looked at.
     *
     * @throws CorruptCheckpointException if it is missing or unreadable
     */
    public static ModelDescription describe(Path folder) {
        return description(readFile(folder.resolve(DESCRIPTION_FILE)), folder.toString());
    }

    /**
     * Verifies and parses the two files of a bundle.
     *
     * @param source where they came from, for messages
     */
    public static ModelBundle parse(byte[] descriptionFile, byte[] weightsFile, String source) {
        ModelDescription description = description(descriptionFile, source);
        String found = Sha256.of(weightsFile);
        if (!found.equals(description.weights().sha256())) {
            throw new CorruptCheckpointException("The weights of the model bundle " + source + " have SHA-256 " + found
                    + " where " + description.weights().sha256()
                    + " was promised; the file was damaged or exchanged: fetch or train the checkpoint again.");
        }
        Safetensors weights = Safetensors.parse(weightsFile, source + "/" + WEIGHTS_FILE);
        FiniteWeights.require(weights.tensors(), "the model bundle " + source);
        return new ModelBundle(description, weights);
    }

    private static ModelDescription description(byte[] file, String source) {
        String why;
        try {
            ModelDescription description = JSON.readValue(file, ModelDescription.class);
            if (description != null) { // JSON's null
                return description;
            }
            why = "it is null";
        } catch (IOException e) {
            throw unreadable(source, firstLine(e), e);
        }
        throw unreadable(source, why, null);
    }

    private static CorruptCheckpointException unreadable(String source, String why, @Nullable IOException cause) {
        String sentence = "The description " + DESCRIPTION_FILE + " of the model bundle " + source + " cannot be read: "
                + why + "; fetch or train the checkpoint again.";
        return cause == null
                ? new CorruptCheckpointException(sentence)
                : new CorruptCheckpointException(sentence, cause);
    }

    /**
     * Writes the two files into {@code folder}, which is made if needed. Each takes its name only when it is whole, the
     * description last, so that a full disk leaves the bundle that was there.
     *
     * @throws IOException if the folder cannot be written; what was begun is removed
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path weightsFile = folder.resolve(WEIGHTS_FILE + ".new");
        Path descriptionFile = folder.resolve(DESCRIPTION_FILE + ".new");
        try {
            Files.write(weightsFile, weightsFile());
            Files.write(descriptionFile, descriptionFile());
            Files.move(weightsFile, folder.resolve(WEIGHTS_FILE), StandardCopyOption.REPLACE_EXISTING);
            Files.move(descriptionFile, folder.resolve(DESCRIPTION_FILE), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(weightsFile);
            Files.deleteIfExists(descriptionFile);
        }
    }

    byte[] weightsFile() {
        byte[] file = weights.encode();
        if (!Sha256.of(file).equals(sha256())) {
            throw new IllegalStateException(
                    "The weights of " + description.name() + " do not match their own description.");
        }
        return file;
    }

    byte[] descriptionFile() {
        try {
            return JSON.writeValueAsBytes(description);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The description of " + description.name() + " cannot be written.", e);
        }
    }

    private static byte[] readFile(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CorruptCheckpointException(
                    "The model bundle has no file " + file + "; a bundle is a folder with " + DESCRIPTION_FILE + " and "
                            + WEIGHTS_FILE + ".",
                    e);
        } catch (IOException e) {
            throw new CorruptCheckpointException("The file " + file + " of a model bundle cannot be read.", e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
