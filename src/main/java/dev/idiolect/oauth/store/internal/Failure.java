package dev.idiolect.oauth.store.internal;

import org.jspecify.annotations.Nullable;

/** Creates the exception for a failure. The classes that stores share do not know the exceptions of stores. */
@FunctionalInterface
public interface Failure {

    RuntimeException exception(String message, @Nullable Throwable cause);
}
