package io.acuity.schemas;

/**
 * Bytes that are not the expected event. Terminal: the same bytes never become decodable, so whoever reads them from a
 * topic writes a dead letter and moves on.
 */
public final class UndecodableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One sentence for people.
     *
     * @param message what was expected, what was found and what to do
     */
    public UndecodableRecordException(String message) {
        super(message);
    }

    /**
     * One sentence for people and the cause below.
     *
     * @param message what was expected, what was found and what to do
     * @param cause what the Avro reader said
     */
    public UndecodableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
