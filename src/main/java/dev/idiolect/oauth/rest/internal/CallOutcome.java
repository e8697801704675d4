package dev.idiolect.oauth.rest.internal;

import java.lang.reflect.Method;

/** The call that a request belongs to, for response filters of other packages. It is a property of the request. */
public interface CallOutcome {

    /** The name of the request property. */
    String PROPERTY = "dev.idiolect.oauth.rest.attempt";

    /** Returns the method of the client's interface. */
    Method method();

    /**
     * Makes the call throw an exception, however the REST client and the application's exception mappers handle the
     * response. Has no effect if the call has sent another request since.
     */
    void fail(RuntimeException failure);
}
