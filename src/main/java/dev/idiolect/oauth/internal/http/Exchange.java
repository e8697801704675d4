package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, on its own connection. The host is resolved once and the connection uses the checked
 * addresses, which defeats DNS rebinding.
 */
final class Exchange implements Callable<HttpResponse> {

    private static final Duration LONGEST_BUILD = Duration.ofMinutes(1);

    private final NetworkAccess network;
    private final RequestTarget target;
    private final OutgoingRequest outgoing;
    private final Timeouts timeouts;
    private final CountDownLatch built = new CountDownLatch(1);
    private @Nullable HttpUriRequestBase request;
    private boolean aborted;
    private boolean sent;
    private long responseDeadline;

    Exchange(NetworkAccess network, RequestTarget target, OutgoingRequest outgoing, Timeouts timeouts) {
        this.network = network;
        this.target = target;
        this.outgoing = outgoing;
        this.timeouts = timeouts;
    }

    /**
     * @throws ExchangeException if the request was not sent or has no complete response; no other exception is thrown
     */
    @Override
    public HttpResponse call() throws ExchangeException {
        try {
            ExchangeClient client = build();
            long connectDeadline = timeouts.connectDeadline();
            return HttpResponseReader.read(client.send(addresses(), connectDeadline));
        } catch (IOException | RuntimeException | Error e) {
            ExchangeException failure = ExchangeFailures.of(e, timeouts);
            throw isSent() ? failure : failure.unsent();
        }
    }

    private synchronized boolean isSent() {
        return sent;
    }

    // Runs on this thread, which is never interrupted: an interrupt can make a class that is being loaded permanently
    // unusable.
    private ExchangeClient build() {
        try {
            HttpUriRequestBase prepared = ExchangeClient.request(outgoing, target);
            synchronized (this) {
                request = prepared;
            }
            return new ExchangeClient(network, target, prepared, this::sending);
        } finally {
            built.countDown();
        }
    }

    /**
     * Waits for the outcome of {@link #call}, which runs on another thread.
     *
     * @throws ExchangeException if a timeout expires; after a connect timeout, the request is never sent
     */
    HttpResponse await(Future<HttpResponse> outcome)
            throws ExchangeException, ExecutionException, InterruptedException {
        try {
            // Loading the classes of HttpClient does not count towards the timeouts.
            if (!built.await(LONGEST_BUILD.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return outcome.get(timeouts.connectDeadline() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (stoppedBeforeSending()) {
                throw timeouts.connectTimedOut().unsent();
            }
        }
        try {
            return outcome.get(responseDeadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw timeouts.responseTimedOut();
        }
    }

    private synchronized void sending() throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
        if (timeouts.isTooLate()) {
            throw new SocketTimeoutException("request not sent: its deadline has passed");
        }
        sent = true;
        responseDeadline = System.nanoTime() + timeouts.response().toNanos();
    }

    // Synchronized with sending(), so that no request is sent after its caller has given up.
    private synchronized boolean stoppedBeforeSending() {
        if (!sent) {
            aborted = true;
        }
        return !sent;
    }

    /** Ends the exchange at any stage; the thread that runs it gets an exception. Does not block. */
    void abort() {
        HttpUriRequestBase started;
        synchronized (this) {
            aborted = true;
            started = request;
        }
        if (started != null) {
            started.cancel();
        }
    }

    private InetAddress[] addresses() throws IOException {
        InetAddress[] addresses = network.lookup().addressesOf(target.host());
        if (addresses.length == 0) {
            throw ExchangeException.permanentFailure("the host has no address");
        }
        for (InetAddress address : addresses) {
            // One forbidden address is enough to reject the host: no legitimate host mixes public and private
            // addresses.
            if (!target.allows(address)) {
                // Unlike a refused URL, this may be temporary: a captive portal or an office resolver can cause it.
                throw ExchangeException.permanentFailure("request not sent: the host's address is "
                        + (target.loopback() ? "not a loopback address" : "not public"));
            }
        }
        return addresses;
    }
}
