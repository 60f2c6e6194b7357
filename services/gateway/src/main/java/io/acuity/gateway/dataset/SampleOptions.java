package io.acuity.gateway.dataset;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.acuity.streaming.dataset.SplitRule;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is said beside a sample, in the query or in fields of a form.
 *
 * @param split where it belongs
 * @param notes source, licence and tags
 */
record SampleOptions(SplitRule split, SampleDraft.Notes notes) {

    private static final String TAG = "tag";
    // The router puts the dataset's name from the path among the options.
    private static final String PATH_NAME = "name";
    private static final Set<String> NAMES = Set.of("split", "licence", "source", TAG);

    /** The options, or a {@link RefusedException} that names the one that does not fit. */
    static SampleOptions read(MultiMap given) {
        for (String name : given.names()) {
            if (!NAMES.contains(name) && !name.equals(PATH_NAME)) {
                throw invalid(
                        "There is no option '" + shortened(name) + "'; the options are " + new TreeSet<>(NAMES) + ".");
            }
            if (!name.equals(TAG) && given.getAll(name).size() > 1) {
                throw invalid("The option '" + name + "' was given more than once; give it once.");
            }
        }
        try {
            String split = given.get("split");
            var notes = new SampleDraft.Notes(given.get("source"), given.get("licence"), tags(given));
            return new SampleOptions(split == null ? SplitRule.TRAIN : SplitRule.parse(split), notes);
        } catch (SampleRefusedException e) {
            throw new RefusedException(new Refusal.InvalidRequest(String.valueOf(e.getMessage())), e);
        }
    }

    private static Map<String, String> tags(MultiMap given) {
        var tags = new LinkedHashMap<String, String>();
        for (String tag : given.getAll(TAG)) {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw invalid("The option 'tag' must be a name, an equals sign and a value, such as city=Oslo, not '"
                        + shortened(tag) + "'.");
            }
            tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return tags;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
