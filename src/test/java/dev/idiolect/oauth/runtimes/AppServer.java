package dev.idiolect.oauth.runtimes;

/** A runtime that takes applications in and out while it runs. */
interface AppServer extends Platform {

    /**
     * Whether it keeps the classes of each application that listens for REST clients until it ends, as RESTEasy does, with the
     * library or without.
     */
    default boolean keepsListeners() {
        return false;
    }

    /** Takes an application in; it may not answer yet. */
    void deploy(ServerProcess server, String app);

    /** Takes an application out, and waits until it is gone. */
    void undeploy(ServerProcess server, String app);
}
