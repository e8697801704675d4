package dev.idiolect.oauth.cdi.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Closes what an application leaves behind at its end, when nobody is left to be told of a failure. */
final class Closing {

    private static final Logger LOG = System.getLogger(Closing.class.getName());

    private Closing() {}

    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Closing " + closeable.getClass().getSimpleName() + " failed", e);
        }
    }
}
