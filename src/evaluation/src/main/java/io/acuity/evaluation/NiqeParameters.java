package io.acuity.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.imaging.naturalness.PatchStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What NIQE compares pictures with, as a JSON file. Two NIQE figures compare only when both were made with one such
 * file: another set of photographs shifts and stretches the whole scale.
 *
 * @param format {@value #FORMAT}
 * @param source name of the set of photographs
 * @param photographs how many of them gave patches
 * @param patches how many patches they gave
 * @param mean mean of each feature
 * @param covariance covariance of the features, row by row
 */
public record NiqeParameters(
        String format, String source, int photographs, int patches, double[] mean, double[][] covariance) {
    /** Names what the file holds, and by which rules it was made. */
    public static final String FORMAT = "acuity-niqe-1";

    private static final String SHIPPED = "niqe-cid22.json";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /** Refuses files of another format. */
    public NiqeParameters {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("The format is " + format + " instead of " + FORMAT + ".");
        }
    }

    /** The parameters of {@code statistics} of so many photographs and patches of the set {@code source}. */
    static NiqeParameters of(String source, int photographs, int patches, PatchStatistics statistics) {
        return new NiqeParameters(FORMAT, source, photographs, patches, statistics.mean(), statistics.covariance());
    }

    /** The statistics to make a {@link io.acuity.imaging.naturalness.Niqe} of. */
    @JsonIgnore
    public PatchStatistics statistics() {
        return new PatchStatistics(mean, covariance);
    }

    /** The parameters that come with the project: 48 lossless photographs of CID22, see docs/niqe.md. */
    public static NiqeParameters shipped() {
        try (InputStream resource = NiqeParameters.class.getResourceAsStream(SHIPPED)) {
            if (resource == null) {
                throw new IllegalStateException("The resource " + SHIPPED + " is missing; build the project again.");
            }
            return parse(resource.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + SHIPPED + " is damaged; build the project again.", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws EvaluationException when the file cannot be read or is not such parameters; the message says what is wrong
     */
    public static NiqeParameters read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new EvaluationException(
                    "The file " + file + " does not hold NIQE parameters (" + e.getOriginalMessage()
                            + "); make one with: acuity niqe fit",
                    e);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(
                    "The NIQE parameters in " + file + " cannot be used: " + e.getMessage()
                            + " Make them anew with: acuity niqe fit",
                    e);
        } catch (IOException e) {
            throw new EvaluationException(
                    "The NIQE parameters " + file + " cannot be read; check that the file exists and may be read.", e);
        }
    }

    /**
     * Writes the parameters as JSON.
     *
     * @throws EvaluationException when the file cannot be written
     */
    public void write(Path file) {
        try {
            Files.write(file, JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new EvaluationException(
                    "The NIQE parameters cannot be written to " + file + "; check that its folder exists.", e);
        }
    }

    private static NiqeParameters parse(byte[] json) throws IOException {
        NiqeParameters parameters = JSON.readValue(json, NiqeParameters.class);
        // Checks the numbers here, where the file is still known.
        var unused = parameters.statistics();
        return parameters;
    }
}
