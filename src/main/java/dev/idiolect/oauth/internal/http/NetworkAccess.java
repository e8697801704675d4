package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** What an exchange needs of the world outside. */
record NetworkAccess(HostLookup lookup, Dialer dialer, Supplier<SSLSocketFactory> tls) {

    static NetworkAccess system() {
        return new NetworkAccess(InetAddress::getAllByName, Socket::connect, NetworkAccess::systemTls);
    }

    private static SSLSocketFactory systemTls() {
        return Tls.FACTORY;
    }

    private static final class Tls {

        // Not the default context: the certificate that it may show to servers is for the application's own partners.
        static final SSLSocketFactory FACTORY = make();

        private static SSLSocketFactory make() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[0], null, null);
                return context.getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no TLS in this Java runtime", e);
            }
        }
    }
}
