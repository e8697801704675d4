package dev.idiolect.oauth.rest;

import org.jspecify.annotations.Nullable;

/** An intercepted method call, by a CDI interceptor or by {@link SigningProxy}. */
interface Invocation {

    /** Returns the arguments, never null. */
    Object[] arguments();

    /** Replaces the arguments of the following attempts. */
    void setArguments(Object[] arguments);

    /** Sends one request per call of this method. */
    @Nullable
    Object proceed() throws Exception;
}
