package io.acuity.streaming.failure;

import io.acuity.events.FailureCode;
import org.slf4j.event.Level;

/**
 * What follows from a failure.
 *
 * @param code the failure
 * @param httpStatus status of the problem that a gateway answers
 * @param retryable whether another attempt may succeed
 * @param deadLetter whether a record that failed so, for good, is kept as a dead letter
 * @param logLevel how loud it is: what callers do wrong is information, what we do wrong is an error
 */
public record FailureRule(FailureCode code, int httpStatus, boolean retryable, boolean deadLetter, Level logLevel) {}
