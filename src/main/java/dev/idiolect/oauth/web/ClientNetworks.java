package dev.idiolect.oauth.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a client's address, from the smallest to the largest. A provider gives one customer an IPv4 address,
 * or an IPv6 network of 64, 56 or 48 bits, and nothing in the address tells which.
 *
 * @param limited the networks with a limit, smallest first
 * @param provider the network that many customers share; the fullest one loses entries if memory is full
 */
record ClientNetworks(List<Network> limited, String provider) {

    /**
     * A network.
     *
     * @param key the network's name
     * @param factor how many times the limit of one client applies to it
     */
    record Network(String key, int factor) {}

    private static final int MAX_LENGTH = 64;

    // As servers and proxies write it: with a port, in brackets, in quotes, with a zone, or after a host name and "/".
    private static final Pattern WITH_PORT =
            Pattern.compile("\"?(?:[a-zA-Z0-9.-]*/)?(?:\\[([0-9a-fA-F:.]+)(?:%[^\\]]*)?\\]|([0-9.]+))(?::[0-9]*)?\"?");
    private static final Pattern ZONE = Pattern.compile("%.*");

    /**
     * Returns the networks of an address, which may have a port: otherwise each connection would be another client. A text
     * that is not an address is a network of its own.
     */
    static ClientNetworks of(String given) {
        String stripped = given.strip();
        String cut = stripped.length() <= MAX_LENGTH ? stripped : stripped.substring(0, MAX_LENGTH);
        String text = address(cut);
        byte[] bytes = parse(text);
        if (bytes == null) {
            return new ClientNetworks(List.of(new Network(text, 1)), "text");
        }
        return bytes.length == 4
                ? new ClientNetworks(List.of(network(bytes, 4, 1), network(bytes, 3, 10)), prefix(bytes, 2))
                : new ClientNetworks(
                        List.of(network(bytes, 8, 1), network(bytes, 7, 2), network(bytes, 6, 8)), prefix(bytes, 4));
    }

    private static Network network(byte[] address, int length, int factor) {
        return new Network(prefix(address, length), factor);
    }

    private static String prefix(byte[] address, int length) {
        return HexFormat.of().formatHex(address, 0, length) + "/" + 8 * length;
    }

    private static String address(String text) {
        Matcher form = WITH_PORT.matcher(text);
        if (!form.matches()) {
            return ZONE.matcher(text).replaceFirst("");
        }
        return form.group(1) == null ? form.group(2) : form.group(1);
    }

    // Only texts for which InetAddress looks up no name.
    private static byte @Nullable [] parse(String text) {
        boolean v4 = text.matches("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
        boolean v6 = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:][0-9a-fA-F:.]*");
        if (!v4 && !v6) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
