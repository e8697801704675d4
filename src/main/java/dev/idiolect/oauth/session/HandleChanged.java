package dev.idiolect.oauth.session;

import org.jspecify.annotations.Nullable;

/**
 * An account has another verified handle than before. Reported once. Handles are checked once a day, with a refresh.
 *
 * @param did the account
 * @param from the previous handle, or null if there was none
 * @param to the new handle, or null if the account has no valid handle now
 */
public record HandleChanged(
        String did, @Nullable String from, @Nullable String to) implements SessionEvent {}
