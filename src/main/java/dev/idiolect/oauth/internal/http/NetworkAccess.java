package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The network operations of an exchange, which tests replace. */
record NetworkAccess(HostLookup lookup, Dialer dialer, Supplier<SSLSocketFactory> tls) {

    static NetworkAccess system() {
        return new NetworkAccess(InetAddress::getAllByName, Socket::connect, () -> Tls.FACTORY);
    }

    // A holder class, so that TLS is initialized by the first https request.
    private static final class Tls {

        // Not the default context: it may present the application's client certificate.
        static final SSLSocketFactory FACTORY = make();

        private static SSLSocketFactory make() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[0], null, null);
                return context.getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java runtime does not support TLS", e);
            }
        }
    }
}
