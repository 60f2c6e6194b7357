package io.acuity.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.jspecify.annotations.Nullable;

/**
 * The released versions of each event's schema, read from the class path folder {@code history/<Record>/vN.avsc} next to
 * this class. Versions are numbered from 1 without gaps, so that a version is added by adding a file and nothing else.
 */
public final class SchemaHistory {

    private SchemaHistory() {}

    /**
     * All released versions of a record, oldest first.
     *
     * @param recordName simple name of the record, as in the protocol
     * @return the schemas; empty when the record was never released
     */
    public static List<Schema> of(String recordName) {
        var versions = new ArrayList<Schema>();
        for (var schema = read(recordName, 1); schema != null; schema = read(recordName, versions.size() + 1)) {
            versions.add(schema);
        }
        return List.copyOf(versions);
    }

    private static @Nullable Schema read(String recordName, int version) {
        String path = "history/" + recordName + "/v" + version + ".avsc";
        try (InputStream in = SchemaHistory.class.getResourceAsStream(path)) {
            return in == null ? null : new SchemaParser().parse(in).mainSchema();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The released schema " + path + " cannot be read; rebuild the schemas module.", e);
        }
    }
}
