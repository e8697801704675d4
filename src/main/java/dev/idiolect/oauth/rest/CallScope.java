package dev.idiolect.oauth.rest;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Carries the current call from the interceptor or proxy to the request filter, in a thread-local. */
final class CallScope {

    private static final ThreadLocal<SignedCall> CURRENT = new ThreadLocal<>();

    private CallScope() {}

    /** Returns the call that this thread is carrying out, or null. */
    static @Nullable SignedCall current() {
        SignedCall call = CURRENT.get();
        // A worker thread that runs the application's callback may still carry a call that has ended.
        return call == null || call.isEnded() ? null : call;
    }

    static @Nullable Object within(@Nullable SignedCall call, Callable<?> work) throws Exception {
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
