package dev.idiolect.oauth;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds every text that an object keeps, however deep, with the member that holds it. */
public final class KeptText {

    private final Map<String, Integer> longest = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long characters;

    private KeptText() {}

    public static KeptText in(Object root) {
        KeptText kept = new KeptText();
        kept.add(root.getClass().getSimpleName(), root);
        return kept;
    }

    /** Returns the length of the longest text of each member, such as {@code OAuthSession.scope}. */
    public Map<String, Integer> longest() {
        return longest;
    }

    public long characters() {
        return characters;
    }

    private void add(String member, Object value) {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof CharSequence || value instanceof URI) {
            int length = value.toString().length();
            longest.merge(member, length, Math::max);
            characters += length;
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                add(member + " key", key);
                add(key instanceof String name && !member.contains(" ") ? member + " " + name : member, entry);
            });
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(element -> add(member, element));
        } else if (value instanceof Optional<?> optional) {
            add(member, optional.orElse(null));
        } else if (value.getClass().isArray()
                && !value.getClass().componentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(member, Array.get(value, i));
            }
        } else if (value.getClass().getName().startsWith("dev.idiolect.") && !(value instanceof Enum)) {
            addFields(value);
        }
    }

    private void addFields(Object value) {
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || !type.getName().startsWith("dev.idiolect.")) {
                    continue;
                }
                field.setAccessible(true);
                try {
                    add(value.getClass().getSimpleName() + "." + field.getName(), field.get(value));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
