package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connects a socket to an address. */
@FunctionalInterface
interface Dialer {

    void connect(Socket socket, InetSocketAddress address, int timeoutMillis) throws IOException;
}
