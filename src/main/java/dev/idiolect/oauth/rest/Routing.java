package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** How a client method's calls reach the account's PDS. */
enum Routing {
    /** With the account's credentials: {@link DpopSigned}. */
    SIGNED,
    /** Without any credentials: {@link PdsRouted}. */
    UNSIGNED;

    /**
     * Returns the routing of a method, from its own annotation or else from that of its interface; null if there is
     * neither.
     */
    static @Nullable Routing of(Class<?> api, Method method) {
        Routing own = annotated(method);
        if (own != null) {
            return own;
        }
        Routing inherited = annotated(api);
        return inherited != null ? inherited : annotated(method.getDeclaringClass());
    }

    static boolean appliesTo(Class<?> api) {
        if (annotated(api) != null) {
            return true;
        }
        for (Method method : api.getMethods()) {
            if (of(api, method) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Routing annotated(AnnotatedElement element) {
        boolean signed = element.isAnnotationPresent(DpopSigned.class);
        boolean unsigned = element.isAnnotationPresent(PdsRouted.class);
        if (signed && unsigned) {
            throw new UnsignedCallException(element + " has both @DpopSigned and @PdsRouted; remove one");
        }
        if (signed) {
            return SIGNED;
        }
        return unsigned ? UNSIGNED : null;
    }
}
