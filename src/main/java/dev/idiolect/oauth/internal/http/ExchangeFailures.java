package dev.idiolect.oauth.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;

/** Converts the exception of a failed exchange to an {@link ExchangeException} without text from the server. */
final class ExchangeFailures {

    private ExchangeFailures() {}

    static ExchangeException of(Throwable cause, Timeouts timeouts) {
        if (cause instanceof ExchangeException ours) {
            return ours;
        }
        if (cause instanceof UnknownHostException) {
            // The resolver's message is the only sign of a temporary DNS failure.
            boolean outage = String.valueOf(cause.getMessage()).contains("Temporary failure");
            return new ExchangeException("unknown host", outage, cause);
        }
        if (cause instanceof SocketTimeoutException) {
            // Reading a response has no separate timeout.
            return timeouts.connectTimedOut();
        }
        if (cause instanceof SSLHandshakeException) {
            boolean hungUp = cause.getCause() instanceof EOFException;
            return new ExchangeException(
                    "TLS handshake failed: " + SafeText.text(String.valueOf(cause.getMessage())), hungUp, cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new ExchangeException("cannot connect", true, cause);
        }
        if (cause instanceof ClientProtocolException) {
            return ExchangeException.permanentFailure("the response is not valid HTTP/1.1");
        }
        // Any other message may contain text from the server.
        String name = cause.getClass().getSimpleName();
        return new ExchangeException("the connection failed (" + name + ")", cause instanceof IOException, null);
    }
}
