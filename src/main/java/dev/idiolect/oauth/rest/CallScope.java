package dev.idiolect.oauth.rest;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Carries the call under way from where it is made to the request filter. */
final class CallScope {

    private static final ThreadLocal<SignedCall> CURRENT = new ThreadLocal<>();

    private CallScope() {}

    /** Returns the call that this thread is carrying out, or null. */
    static @Nullable SignedCall current() {
        SignedCall call = CURRENT.get();
        // A worker can still carry a call that has ended when its outcome reaches the application, which calls anew.
        return call == null || call.isOver() ? null : call;
    }

    static <T> T within(@Nullable SignedCall call, Callable<T> work) throws Exception {
        SignedCall before = CURRENT.get();
        set(call);
        try {
            return work.call();
        } finally {
            set(before);
        }
    }

    private static void set(@Nullable SignedCall call) {
        if (call == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(call);
        }
    }
}
