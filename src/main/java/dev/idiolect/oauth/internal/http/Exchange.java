package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * One request and its response, on a connection of its own. The host is looked up once, and the connection goes to an address
 * that was checked, so a name that resolves differently the next time (DNS rebinding) has no effect.
 */
final class Exchange implements Callable<HttpResponse> {

    private final NetworkAccess network;
    private final RequestTarget target;
    private final HttpUriRequestBase request;
    private final Timeouts limits;
    private final ExchangeClient client;
    private boolean aborted;
    private boolean sent;
    private long answerBy;

    /** Builds the client too, so that loading its classes takes none of the time of the exchange. */
    Exchange(NetworkAccess network, RequestTarget target, HttpUriRequestBase request, Timeouts limits) {
        this.network = network;
        this.target = target;
        this.request = request;
        this.limits = limits;
        this.client = new ExchangeClient(network, target, this::sending);
    }

    @Override
    public HttpResponse call() throws IOException {
        long connectBy = limits.connectedBy();
        return HttpResponseReader.read(client.send(request, addresses(), connectBy));
    }

    /**
     * Waits for the outcome of {@link #call}.
     *
     * @param outcome the outcome, from the thread that runs the exchange
     * @throws ExchangeException if a limit is over; if it is the first one, nothing has been sent, and nothing will be
     */
    HttpResponse await(Future<HttpResponse> outcome)
            throws ExchangeException, ExecutionException, InterruptedException {
        try {
            return outcome.get(limits.connectedBy() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (stoppedBeforeSending()) {
                throw limits.noConnection();
            }
        }
        try {
            return outcome.get(answerBy - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw limits.noAnswer();
        }
    }

    private synchronized void sending() throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
        if (limits.isTooLate()) {
            throw new SocketTimeoutException("too late to send anything");
        }
        sent = true;
        answerBy = System.nanoTime() + limits.toAnswer().toNanos();
    }

    // Either this or sending() comes first: no request is sent after its caller has given up.
    private synchronized boolean stoppedBeforeSending() {
        if (!sent) {
            aborted = true;
        }
        return !sent;
    }

    /** Ends the exchange at any stage; the thread that runs it gets an exception at once. */
    void abort() {
        synchronized (this) {
            aborted = true;
        }
        request.cancel();
    }

    private InetAddress[] addresses() throws IOException {
        InetAddress[] addresses = network.lookup().addressesOf(target.host());
        if (addresses.length == 0) {
            throw ExchangeException.permanentFailure("the host has no address");
        }
        for (InetAddress address : addresses) {
            // One forbidden address is enough: no honest host mixes them.
            if (!target.allows(address)) {
                // Not a refusal of the URL: the resolver of a captive network, or of an office, says so for the moment.
                throw ExchangeException.permanentFailure("not asked, as the host's address is "
                        + (target.local() ? "not of this machine" : "not public"));
            }
        }
        return addresses;
    }
}
