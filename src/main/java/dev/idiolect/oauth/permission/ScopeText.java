package dev.idiolect.oauth.permission;

import org.jspecify.annotations.Nullable;

/** A scope value with its canonical text, by which it is compared. */
abstract class ScopeText {

    private final String scope;

    ScopeText(String scope) {
        this.scope = scope;
    }

    /**
     * Returns the canonical text.
     *
     * @return the scope value
     */
    public final String scope() {
        return scope;
    }

    /**
     * Returns whether the other object is a permission with the same canonical text.
     *
     * @param other the object to compare with, or null
     * @return whether they are equal
     */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ScopeText text && scope.equals(text.scope);
    }

    /**
     * Returns a hash code of the canonical text.
     *
     * @return the hash code
     */
    @Override
    public final int hashCode() {
        return scope.hashCode();
    }

    /**
     * Returns the canonical text.
     *
     * @return the scope value
     */
    @Override
    public final String toString() {
        return scope;
    }
}
