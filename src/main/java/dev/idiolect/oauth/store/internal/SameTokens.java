package dev.idiolect.oauth.store.internal;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares sessions by their refresh tokens only, because a store may round times. */
public final class SameTokens {

    private SameTokens() {}

    /** Returns whether two sessions have the same refresh token, or both are null. */
    public static boolean have(@Nullable OAuthSession one, @Nullable OAuthSession other) {
        return Objects.equals(token(one), token(other));
    }

    private static @Nullable String token(@Nullable OAuthSession session) {
        return session == null ? null : session.refreshJwt();
    }
}
