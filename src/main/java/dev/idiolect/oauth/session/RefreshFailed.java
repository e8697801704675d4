package dev.idiolect.oauth.session;

/**
 * A refresh has failed, and the session has not ended. The library tries again. Each failed attempt is reported once.
 *
 * @param did the account
 * @param isTransient whether the same refresh may succeed later; otherwise an operator must fix the cause
 * @param details a sentence for logs, without secrets
 */
public record RefreshFailed(String did, boolean isTransient, String details) implements SessionEvent {}
