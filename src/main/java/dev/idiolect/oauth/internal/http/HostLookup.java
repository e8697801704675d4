package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses of a host. */
@FunctionalInterface
interface HostLookup {

    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
