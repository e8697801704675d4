package dev.idiolect.oauth.permission;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of an enumeration in scope values: its names in lower case, unless the enumeration has other ones. */
final class Words<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<String, E> constants = new LinkedHashMap<>();

    Words(Class<E> type) {
        this.type = type;
        for (E constant : EnumSet.allOf(type)) {
            constants.put(word(constant), constant);
        }
    }

    static String word(Enum<?> constant) {
        return constant == IdentityAttribute.ALL
                ? Nsid.WILDCARD
                : constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the constant with a word, or null if there is none. */
    @Nullable
    E constant(String word) {
        return constants.get(word);
    }

    /** Returns the constants with these words, in the order of the enumeration. */
    Set<E> constants(Collection<String> words) {
        Set<E> found = EnumSet.noneOf(type);
        constants.forEach((word, constant) -> {
            if (words.contains(word)) {
                found.add(constant);
            }
        });
        return found;
    }

    /** Returns a rule that allows exactly these words. */
    Rule rule(String name) {
        return new Rule(name, constants::containsKey, String.join(" or ", constants.keySet()));
    }
}
