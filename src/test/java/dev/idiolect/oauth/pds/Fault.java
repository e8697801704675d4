package dev.idiolect.oauth.pds;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Something that goes wrong with one request; {@link Faults} has the usual ones. */
@FunctionalInterface
public interface Fault {

    /**
     * The request that it happens to.
     *
     * @param process does what the server would do without the fault, and gives its answer
     * @param nonces the nonces of the server that was asked
     * @param givenUp to be run where the server goes silent, so that a client may take the request for lost
     * @param closing reaches zero when the fake closes
     */
    record Call(
            FakeRequest request,
            Supplier<FakeAnswer> process,
            FakeNonces nonces,
            Runnable givenUp,
            CountDownLatch closing) {}

    /** What the client gets. */
    FakeAnswer apply(Call call) throws InterruptedException;
}
