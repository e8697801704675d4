package dev.idiolect.oauth.cli;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP request. */
final class RequestHead {

    private final String method;
    private final String path;
    private final @Nullable String host;

    // Transient, so that no serializer writes the code of a callback.
    private final transient @Nullable String query;

    private RequestHead(String method, String path, @Nullable String query, @Nullable String host) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.host = host;
    }

    String method() {
        return method;
    }

    /** Returns the path, as sent. */
    String path() {
        return path;
    }

    /** Returns the query, as sent. */
    @Nullable
    String query() {
        return query;
    }

    /** Returns the {@code Host} header; null unless there is exactly one. */
    @Nullable
    String host() {
        return host;
    }

    /** Parses a head. Returns null if it is invalid. */
    static @Nullable RequestHead parse(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || !words[2].startsWith("HTTP/1.")) {
            return null;
        }
        try {
            // A target such as //host would be read as an authority.
            URI target = new URI(words[1].startsWith("/") ? "http://localhost" + words[1] : words[1]);
            return target.getRawPath() == null
                    ? null
                    : new RequestHead(words[0], target.getRawPath(), target.getRawQuery(), host(lines));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable String host(String[] lines) {
        String host = null;
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(":", 2);
            if (parts[0].equalsIgnoreCase("Host")) {
                if (host != null || parts.length == 1) {
                    return null;
                }
                host = parts[1].strip();
            }
        }
        return host;
    }
}
