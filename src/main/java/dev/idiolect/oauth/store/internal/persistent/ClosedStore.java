package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.ClosedStoreException;

/** The failure of each call after a store was closed. */
public final class ClosedStore {

    private ClosedStore() {}

    /** Returns the failure. {@code where} completes the message "The store ... is closed". */
    public static StoreException exception(String where) {
        return StoreException.permanentFailure(
                "The store " + where + " is closed: open it again", new ClosedStoreException());
    }
}
