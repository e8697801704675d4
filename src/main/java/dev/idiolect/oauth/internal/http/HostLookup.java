package dev.idiolect.oauth.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves a host name to its addresses. */
@FunctionalInterface
interface HostLookup {

    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
