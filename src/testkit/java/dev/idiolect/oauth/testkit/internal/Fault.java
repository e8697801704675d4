package dev.idiolect.oauth.testkit.internal;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A fault of one request; {@link Faults} has the usual ones. */
@FunctionalInterface
public interface Fault {

    /**
     * The affected request.
     *
     * @param process processes the request as without the fault, and returns the response
     * @param nonces the server's nonces
     * @param givenUp runs where the server goes silent, so that the client may give up the request
     * @param closing reaches zero when the fake closes
     */
    record Call(
            FakeRequest request,
            Supplier<FakeResponse> process,
            FakeNonces nonces,
            Runnable givenUp,
            CountDownLatch closing) {

        /** Processes the request, and loses the response. */
        void processOnly() {
            FakeResponse unused = process.get();
        }
    }

    /** Returns the response to the client. */
    FakeResponse apply(Call call) throws InterruptedException;
}
