package dev.idiolect.oauth.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses of a host. */
@FunctionalInterface
interface HostLookup {

    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
