package io.acuity.attention;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an extractor, taken apart: {@code edges}, {@code dino-vit-s8}, {@code dino-vit-s8:head=3},
 * {@code dino-vit-s8:avg}, {@code dino-vit-s8:max}.
 *
 * @param base innate extractor or learned backbone
 * @param heads what the name asks of the heads; null when it says nothing
 */
public record ExtractorName(String base, @Nullable HeadChoice heads) {
    private static final Pattern HEADS = Pattern.compile("(?<base>.+):(?:(?<fold>avg|max)|head=(?<head>\\d{1,4}))");

    /**
     * Takes a name apart; whether there is such an extractor is not asked.
     *
     * @throws UnknownExtractorException if the name is blank
     */
    public static ExtractorName parse(String name) {
        if (name.isBlank()) {
            throw new UnknownExtractorException("The name of the extractor is empty; name one, for example edges.");
        }
        Matcher matcher = HEADS.matcher(name);
        if (!matcher.matches()) {
            return new ExtractorName(name, null);
        }
        String head = matcher.group("head");
        HeadChoice heads = head != null
                ? new HeadChoice.One(Integer.parseInt(head))
                : matcher.group("fold").equals("avg") ? new HeadChoice.Average() : new HeadChoice.Maximum();
        return new ExtractorName(matcher.group("base"), heads);
    }

    /** The name as it is written. */
    public String text() {
        return heads == null ? base : base + ":" + heads.text();
    }
}
