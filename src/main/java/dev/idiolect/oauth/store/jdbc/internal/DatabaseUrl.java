package dev.idiolect.oauth.store.jdbc.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL, separate from the user and the passwords in its query. Drivers log the URL, and repeat its parts in
 * messages. Not a record, because it contains a password.
 */
public final class DatabaseUrl {

    private static final String HOST = "(?:[\\w.-]*|\\[[0-9a-fA-F:.]+\\])(?::[0-9]+)?";
    private static final Pattern SAFE =
            Pattern.compile("(?:[a-z][a-z0-9+.-]*:)+(?://" + HOST + "(?:," + HOST + ")*)?/?[\\w%./-]*");
    // Excludes passwords, and parameters that could make a driver load a class, write a file or run a command.
    private static final Pattern HARMLESS = Pattern.compile(
            "(?:user|ssl|sslmode|sslMode|sslrootcert|sslcert|sslkey|sslnegotiation|channelBinding|gssEncMode|requireAuth"
                    + "|currentSchema|ApplicationName|targetServerType|hostRecheckSeconds|loadBalanceHosts|loginTimeout"
                    + "|connectTimeout|socketTimeout|tcpKeepAlive|prepareThreshold)=[\\w%.,:/~+-]*");
    private static final Pattern SECRET = Pattern.compile("(?i)([a-z]*password[0-9]*)=.*", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?[a-z][a-z0-9+.-]*:");

    private final @Nullable String user;

    // Transient, so that no serializer writes them. The URL can contain other passwords.
    private final transient String url;
    private final transient @Nullable String password;
    private final transient Map<String, String> otherPasswords;

    private DatabaseUrl(
            String url, @Nullable String user, @Nullable String password, Map<String, String> otherPasswords) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.otherPasswords = Map.copyOf(otherPasswords);
    }

    /** Returns the URL without user and passwords. */
    public String url() {
        return url;
    }

    public @Nullable String user() {
        return user;
    }

    public @Nullable String password() {
        return password;
    }

    /** Returns the other passwords in the query, such as {@code sslpassword}, by parameter name. */
    public Map<String, String> otherPasswords() {
        return otherPasswords;
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
        return query < 0 ? new DatabaseUrl(value, null, null, Map.of()) : parse(value, query);
    }

    private static DatabaseUrl parse(String value, int query) {
        List<String> others = new ArrayList<>();
        String user = null;
        String password = null;
        Map<String, String> otherPasswords = new TreeMap<>();
        for (String parameter : value.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter);
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter);
            } else if (SECRET.matcher(parameter).matches()) {
                otherPasswords.put(parameter.substring(0, parameter.indexOf('=')), decode(parameter));
            } else if (!parameter.isEmpty()) {
                others.add(parameter);
            }
        }
        String rest = others.isEmpty() ? "" : "?" + String.join("&", others);
        return new DatabaseUrl(value.substring(0, query) + rest, user, password, otherPasswords);
    }

    private static String decode(String parameter) {
        try {
            return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message repeats a part of the password.
            throw new IllegalArgumentException("a URL whose user and passwords are percent-encoded");
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

    /**
     * Returns a URL for a command that a user can copy. Omits passwords, and keeps parameters that the connection
     * needs, such as {@code sslmode}.
     */
    public static String shareable(String url) {
        String start = redacted(url);
        int query = url.indexOf('?');
        if (query < 0 || !url.startsWith(start + "?")) {
            return start;
        }
        String parameters = Arrays.stream(url.substring(query + 1).split("&"))
                .filter(parameter -> HARMLESS.matcher(parameter).matches())
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? start : start + "?" + parameters;
    }

    /** Returns a text for logs and messages: only scheme, hosts and database. */
    @Override
    public String toString() {
        return redacted(url);
    }
}
