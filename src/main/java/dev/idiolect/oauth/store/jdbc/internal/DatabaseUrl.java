package dev.idiolect.oauth.store.jdbc.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL, separate from the user and the password in its query. Drivers log the URL, and repeat its parts in
 * messages. Not a record, because it contains a password.
 */
public final class DatabaseUrl {

    private static final String HOST = "(?:[\\w.-]*|\\[[0-9a-fA-F:.]+\\])(?::[0-9]+)?";
    private static final Pattern SAFE =
            Pattern.compile("(?:[a-z][a-z0-9+.-]*:)+(?://" + HOST + "(?:," + HOST + ")*)?/?[\\w%./-]*");
    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?[a-z][a-z0-9+.-]*:");

    private final @Nullable String user;

    // Transient, so that no serializer writes them. The URL can contain other passwords.
    private final transient String url;
    private final transient @Nullable String password;

    private DatabaseUrl(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Returns the URL without user and password. */
    public String url() {
        return url;
    }

    public @Nullable String user() {
        return user;
    }

    public @Nullable String password() {
        return password;
    }

    /**
     * Parses a URL.
     *
     * @param credentials the settings for user and password, for the message
     * @throws IllegalArgumentException if the text is not such a URL, has a user before the host, or has a user
     *     or password that is not percent-encoded. The message completes "use ...", and does not repeat the text
     */
    public static DatabaseUrl parse(String value, String credentials) {
        if (!value.startsWith("jdbc:")) {
            throw new IllegalArgumentException("a JDBC URL, such as jdbc:postgresql://db.example.com/app");
        }
        // Drivers take such a password for a part of the host, and log it.
        if (value.matches("(?s)[^?]*[@;&].*") || value.matches("(?s)[^=]*@.*")) {
            throw new IllegalArgumentException(
                    "a URL without a user, with parameters after a question mark. User and password belong in "
                            + credentials);
        }
        int query = value.indexOf('?');
        return query < 0 ? new DatabaseUrl(value, null, null) : parse(value, query);
    }

    private static DatabaseUrl parse(String value, int query) {
        List<String> others = new ArrayList<>();
        String user = null;
        String password = null;
        for (String parameter : value.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter);
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter);
            } else if (!parameter.isEmpty()) {
                others.add(parameter);
            }
        }
        String rest = others.isEmpty() ? "" : "?" + String.join("&", others);
        return new DatabaseUrl(value.substring(0, query) + rest, user, password);
    }

    private static String decode(String parameter) {
        try {
            return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message repeats a part of the password.
            throw new IllegalArgumentException("a URL whose user and password are percent-encoded");
        }
    }

    /** Returns a URL without the parts that can contain a password: only scheme, hosts and database. */
    public static String redacted(String url) {
        String start = url.replaceFirst("(?s)[?;&].*", "");
        if (SAFE.matcher(start).matches()) {
            return start;
        }
        Matcher scheme = SCHEME.matcher(start);
        return scheme.lookingAt() ? scheme.group() + "..." : "...";
    }

    /** Returns a text for logs and messages: only scheme, hosts and database. */
    @Override
    public String toString() {
        return redacted(url);
    }
}
