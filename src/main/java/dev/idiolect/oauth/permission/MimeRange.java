package dev.idiolect.oauth.permission;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * MIME types, and ranges of them: {@code image/*} and {@code *}{@code /*}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1">RFC 9110 section 8.3.1</a>
 */
final class MimeRange {

    static final String ALL = "*/*";

    private static final String ALL_SUBTYPES = "/*";
    private static final String TOKEN = "[!#$%&'+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern RANGE = Pattern.compile("\\*/\\*|" + TOKEN + "/(?:\\*|" + TOKEN + ")");

    private MimeRange() {}

    static boolean isValid(String text) {
        return RANGE.matcher(text).matches();
    }

    /** Returns the ranges in lower case and in alphabetical order, without those that another one contains. */
    static Set<String> simplified(Collection<String> ranges) {
        Set<String> all = new TreeSet<>();
        ranges.forEach(range -> all.add(range.toLowerCase(Locale.ROOT)));
        if (all.contains(ALL)) {
            return Set.of(ALL);
        }
        Set<String> simplified = new TreeSet<>(all);
        simplified.removeIf(range -> !range.endsWith(ALL_SUBTYPES) && all.contains(subtypes(range)));
        return simplified;
    }

    private static String subtypes(String type) {
        return type.substring(0, type.indexOf('/')) + ALL_SUBTYPES;
    }

    /**
     * Returns whether one of the ranges contains a type.
     *
     * @param ranges simplified ranges
     * @param mimeType a MIME type; parameters are ignored
     */
    static boolean anyContains(Set<String> ranges, String mimeType) {
        int parameters = mimeType.indexOf(';');
        String type = (parameters < 0 ? mimeType : mimeType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return TYPE.matcher(type).matches()
                && (ranges.contains(ALL) || ranges.contains(type) || ranges.contains(subtypes(type)));
    }
}
