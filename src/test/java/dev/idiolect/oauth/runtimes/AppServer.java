package dev.idiolect.oauth.runtimes;

/** A runtime that deploys and undeploys applications while it runs. */
interface AppServer extends Platform {

    /**
     * Returns whether the server keeps the classes of each application with a {@code RestClientListener}, as RESTEasy
     * does. It does so with and without this library.
     */
    default boolean keepsListeners() {
        return false;
    }

    @Override
    default String context() {
        return "names and classes";
    }

    /** Returns the project in {@code src/it} that builds its applications. */
    String project();

    /** Deploys an application and does not wait for it. */
    void deploy(ServerProcess server, String app);

    /** Undeploys an application and waits until it is gone. */
    void undeploy(ServerProcess server, String app);
}
