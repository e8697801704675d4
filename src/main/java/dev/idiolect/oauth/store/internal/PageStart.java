package dev.idiolect.oauth.store.internal;

import dev.idiolect.oauth.session.Did;
import org.jspecify.annotations.Nullable;

/** The start of a page of sessions. */
public final class PageStart {

    private PageStart() {}

    /**
     * Returns the text after which the DIDs of the page sort: {@code after}, or an empty text for the first page.
     *
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws dev.idiolect.oauth.session.InvalidDidException if {@code after} is not null and not a DID
     */
    public static String of(@Nullable String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
        return after == null ? "" : Did.require(after);
    }
}
