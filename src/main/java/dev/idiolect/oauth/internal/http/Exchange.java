package dev.idiolect.oauth.internal.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection of its own. The host is looked up once, and the connection goes to an address
 * that was judged: a name that says something else the next time (DNS rebinding) changes nothing.
 */
final class Exchange implements Callable<HttpResponse> {

    private static final int MOST_ADDRESSES = 6;

    private final NetworkAccess network;
    private final RequestTarget target;
    private final byte[] request;
    private final Timeouts limits;
    private long connectBy;
    private @Nullable Socket open;
    private boolean aborted;
    private boolean sent;
    private long answerBy;

    Exchange(NetworkAccess network, RequestTarget target, byte[] request, Timeouts limits) {
        this.network = network;
        this.target = target;
        this.request = request;
        this.limits = limits;
    }

    @Override
    public HttpResponse call() throws IOException {
        connectBy = limits.connectedBy();
        Socket raw = connect(addresses());
        Socket stream = target.local() ? raw : secured(raw);
        OutputStream out = stream.getOutputStream();
        sending();
        out.write(request);
        out.flush();
        return new HttpResponseReader(new BufferedInputStream(stream.getInputStream())).read();
    }

    /**
     * Waits for the outcome of {@link #call}.
     *
     * @param outcome what the thread that has taken the exchange makes of it
     * @throws ExchangeException if a limit is over; where that is the first, nothing has been sent, and nothing will be
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

    // Either this or sending() comes first: nothing is sent to which nobody waits for an answer.
    private synchronized boolean stoppedBeforeSending() {
        if (!sent) {
            aborted = true;
        }
        return !sent;
    }

    /** Ends the exchange wherever it stands; the thread in it gets an exception at once. */
    void abort() {
        Socket socket;
        synchronized (this) {
            aborted = true;
            socket = open;
        }
        if (socket != null) {
            close(socket);
        }
    }

    private InetAddress[] addresses() throws IOException {
        InetAddress[] addresses = network.lookup().addressesOf(target.host());
        if (addresses.length == 0) {
            throw ExchangeException.permanentFailure("the host has no address");
        }
        for (InetAddress address : addresses) {
            // One address out of place spoils them all: nobody with good intent mixes them.
            if (!target.allows(address)) {
                // Not a refusal of the URL: the resolver of a captive network, or of an office, says so for the moment.
                throw ExchangeException.permanentFailure("not asked, as the host's address is "
                        + (target.local() ? "not of this machine" : "not public"));
            }
        }
        return addresses;
    }

    private Socket connect(InetAddress[] addresses) throws IOException {
        int tries = Math.min(addresses.length, MOST_ADDRESSES);
        for (int i = 0; ; i++) {
            int left = millisLeft();
            Socket socket = hold(new Socket(Proxy.NO_PROXY));
            try {
                socket.setTcpNoDelay(true);
                network.dialer()
                        .connect(
                                socket,
                                new InetSocketAddress(addresses[i], target.port()),
                                Math.max(1, left / (tries - i)));
                return socket;
            } catch (IOException e) {
                close(socket);
                if (i + 1 == tries) {
                    throw e;
                }
            }
        }
    }

    private Socket secured(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) network.tls().get().createSocket(raw, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private int millisLeft() throws IOException {
        // Rounded up: what is too late is to be too late for all who ask.
        long left = TimeUnit.NANOSECONDS.toMillis(connectBy - System.nanoTime() + 999_999);
        if (left <= 0) {
            throw new SocketTimeoutException("no time left to connect");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private Socket hold(Socket socket) throws IOException {
        synchronized (this) {
            if (!aborted) {
                open = socket;
                return socket;
            }
        }
        close(socket);
        throw new IOException("aborted");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is to be gone, and it is.
        }
    }
}
