package dev.idiolect.oauth.login;

import java.net.InetAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** What an exchange needs of the world outside. */
record Network(HostLookup lookup, Dialer dialer, Supplier<SSLSocketFactory> tls) {

    static Network system() {
        return new Network(InetAddress::getAllByName, Socket::connect, Network::systemTls);
    }

    private static SSLSocketFactory systemTls() {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
    }
}
