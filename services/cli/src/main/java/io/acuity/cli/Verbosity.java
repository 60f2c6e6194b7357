package io.acuity.cli;

import java.util.Arrays;
import java.util.List;

/**
 * How much the process logs. It has to be known before the first logger exists, so it is read from the raw arguments;
 * the command line parser accepts the same option and ignores it.
 */
enum Verbosity {
    QUIET,
    VERBOSE;

    static final String OPTION = "--verbose";

    /** Reads the option and hands it to the logging configuration. */
    static Verbosity configure(String... arguments) {
        List<String> given = Arrays.asList(arguments);
        if (!given.contains(OPTION)) {
            return QUIET;
        }
        setUnlessGiven("acuity.log.level", "DEBUG");
        setUnlessGiven("acuity.log.root", "INFO");
        setUnlessGiven("acuity.log.kafka", "WARN");
        return VERBOSE;
    }

    private static void setUnlessGiven(String property, String level) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, level);
        }
    }
}
