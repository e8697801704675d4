package dev.idiolect.oauth.client;

import dev.idiolect.oauth.OAuthException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What happens to the calls of a client's method. */
enum Treatment {
    SIGNED,
    ROUTED;

    /** Returns what a method's own annotation says, else its interface's; null for a method that is none of our business. */
    static @Nullable Treatment of(Class<?> api, Method method) {
        Treatment own = on(method);
        if (own != null) {
            return own;
        }
        Treatment whole = on(api);
        return whole != null ? whole : on(method.getDeclaringClass());
    }

    static boolean anyIn(Class<?> api) {
        if (on(api) != null) {
            return true;
        }
        for (Method method : api.getMethods()) {
            if (of(api, method) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Treatment on(AnnotatedElement element) {
        boolean signed = element.isAnnotationPresent(DpopSigned.class);
        boolean routed = element.isAnnotationPresent(PdsRouted.class);
        if (signed && routed) {
            throw new OAuthException(element + " bears both @DpopSigned and @PdsRouted; remove one");
        }
        return signed ? SIGNED : routed ? ROUTED : null;
    }
}
