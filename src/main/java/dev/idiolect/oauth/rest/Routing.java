package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What happens to the calls of a client's method. */
enum Routing {
    SIGNED,
    ROUTED;

    /** Returns what a method's own annotation says, else its interface's; null for a method that is none of our business. */
    static @Nullable Routing of(Class<?> api, Method method) {
        Routing own = on(method);
        if (own != null) {
            return own;
        }
        Routing whole = on(api);
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

    private static @Nullable Routing on(AnnotatedElement element) {
        boolean signed = element.isAnnotationPresent(DpopSigned.class);
        boolean routed = element.isAnnotationPresent(PdsRouted.class);
        if (signed && routed) {
            throw new UnsignedCallException(element + " bears both @DpopSigned and @PdsRouted; remove one");
        }
        return signed ? SIGNED : routed ? ROUTED : null;
    }
}
