package dev.idiolect.oauth.store.internal;

import org.jspecify.annotations.Nullable;

/** Creates the exception for a failure. Passed as a parameter, because this package must not depend on {@code store}. */
@FunctionalInterface
public interface Failure {

    RuntimeException exception(String message, @Nullable Throwable cause);
}
