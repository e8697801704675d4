package dev.idiolect.oauth.rest;

/** A call as one of the two doors, interceptor or proxy, sees it. Each {@link #proceed()} sends a request. */
interface Invocation {

    /** Returns the arguments, never null. */
    Object[] arguments();

    /** Replaces the arguments for the following tries. */
    void replace(Object[] arguments);

    Object proceed() throws Exception;
}
