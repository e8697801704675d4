package dev.idiolect.oauth.load;

import java.net.http.HttpRequest;

/** A running application under load. */
interface LoadedApp extends AutoCloseable {

    /** The header with the address of the client, as from a reverse proxy. */
    String ADDRESS_HEADER = "X-Forwarded-For";

    /** Returns the URL under which the login resource is at {@code /oauth}. */
    String loginBase();

    /**
     * Returns a request that writes a record.
     *
     * @param user the signed-in user
     * @param later whether to write without a request thread, if the application can
     */
    HttpRequest.Builder write(User user, boolean later);

    /** Returns the used heap after a full garbage collection, in KiB. */
    long heap();

    @Override
    void close();
}
