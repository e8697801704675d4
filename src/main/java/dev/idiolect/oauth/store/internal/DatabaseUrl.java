package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.cdi.internal.ConfigKey.STORE_PASSWORD;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.STORE_URL;
import static dev.idiolect.oauth.cdi.internal.ConfigKey.STORE_USER;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL, apart from the user and the password in its query. Drivers log the URL, and repeat its parts in messages.
 * Not a record, because it contains a password.
 */
final class DatabaseUrl {

    private static final String HOST = "(?:[\\w.-]*|\\[[0-9a-fA-F:.]+\\])(?::[0-9]+)?";
    private static final Pattern SHOWN =
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
    String url() {
        return url;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String password() {
        return password;
    }

    /** @throws ConfigurationException if the text is not such a URL, or has a user before the host */
    static String require(String value) {
        if (!value.startsWith("jdbc:")) {
            throw invalid(value, "a JDBC URL, such as jdbc:postgresql://db.example.com/app");
        }
        // Drivers take such a password for a part of the host, and log it.
        if (value.matches("(?s)[^?]*[@;&].*") || value.matches("(?s)[^=]*@.*")) {
            throw invalid(
                    value,
                    "a URL without a user, with parameters after a question mark. User and password belong in "
                            + STORE_USER.key() + " and " + STORE_PASSWORD.key());
        }
        parse(value);
        return value;
    }

    static DatabaseUrl parse(String value) {
        int query = value.indexOf('?');
        if (query < 0) {
            return new DatabaseUrl(value, null, null);
        }
        List<String> others = new ArrayList<>();
        String user = null;
        String password = null;
        for (String parameter : value.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decode(value, parameter);
            } else if (parameter.startsWith("password=")) {
                password = decode(value, parameter);
            } else if (!parameter.isEmpty()) {
                others.add(parameter);
            }
        }
        String rest = others.isEmpty() ? "" : "?" + String.join("&", others);
        return new DatabaseUrl(value.substring(0, query) + rest, user, password);
    }

    private static String decode(String url, String parameter) {
        try {
            return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(url, "a URL whose user and password are percent-encoded");
        }
    }

    private static ConfigurationException invalid(String url, String use) {
        return ConfigurationException.invalid(STORE_URL, shown(url), use, null);
    }

    /** Returns a URL without the parts that can contain a password: only scheme, hosts and database. */
    static String shown(String url) {
        String start = url.replaceFirst("(?s)[?;&].*", "");
        if (SHOWN.matcher(start).matches()) {
            return start;
        }
        Matcher scheme = SCHEME.matcher(start);
        return scheme.lookingAt() ? scheme.group() + "..." : "...";
    }

    /** Returns a text for logs, without user and password. */
    @Override
    public String toString() {
        return shown(url);
    }
}
