package dev.idiolect.oauth.identity.internal;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.session.Did;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An account as a user types or pastes it: a handle, a DID, the address of a profile page, or the address of a server.
 * Only parses the text; looks nothing up.
 *
 * @param name a handle or DID in canonical form as far as possible, not necessarily valid; null if the text can only be
 *     a server
 * @param server the URL of the server that the text can mean, or null
 * @param isUrl whether the text is a URL, which means a server rather than a handle
 */
public record TypedAccount(@Nullable String name, @Nullable String server, boolean isUrl) {

    private static final Pattern SCHEME = Pattern.compile("(?i)(https?)://");
    private static final Pattern ADDRESS = Pattern.compile("([^/?#@\\s]+)(/[^?#]*)?.*");
    private static final Pattern PORT = Pattern.compile("(.+):[0-9]{1,5}");
    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

    // IDNA 2003, which the JDK has, maps these to other letters, and so to another domain than IDNA 2008.
    private static final Pattern DEVIATIONS = Pattern.compile("[\u00df\u03c2]");
    private static final Pattern DOTS = Pattern.compile("[.\u3002\uff0e\uff61]");

    /**
     * Parses a text.
     *
     * @param text the text as typed or pasted: with invisible characters, surrounding space, {@code @}, {@code at://},
     *     a trailing dot, letters outside ASCII, or as the address of a profile page
     * @return the account or server that the text can mean
     */
    public static TypedAccount of(String text) {
        String typed = visible(text);
        boolean atUri = typed.regionMatches(true, 0, "at://", 0, 5);
        if (atUri) {
            typed = typed.substring(5);
        }
        if (typed.startsWith("@")) {
            typed = typed.substring(1);
        }
        if (!MaxLength.TYPED_ACCOUNT.allows(typed)) {
            return new TypedAccount(typed, null, false);
        }
        if (isDid(typed) || atUri) {
            return named(typed.split("[/?#]", 2)[0]);
        }
        Matcher scheme = SCHEME.matcher(typed);
        if (scheme.lookingAt()) {
            return address(typed, typed.substring(scheme.end()), scheme.group(1).toLowerCase(Locale.ROOT));
        }
        return typed.contains("/") || PORT.matcher(typed).matches() ? address(typed, typed, null) : named(typed);
    }

    private static TypedAccount named(String typed) {
        String name = canonical(typed);
        return new TypedAccount(name, HostNames.isName(name) ? "https://" + name : null, false);
    }

    private static TypedAccount address(String typed, String address, @Nullable String scheme) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return new TypedAccount(typed, scheme == null ? null : typed, scheme != null);
        }
        String account = accountIn(parts.group(2));
        if (account != null) {
            return new TypedAccount(canonical(account), null, false);
        }
        String host = canonical(parts.group(1));
        boolean port = PORT.matcher(host).matches();
        if (LOOPBACK.matcher(host).matches()) {
            return new TypedAccount(null, (scheme == null ? "http" : scheme) + "://" + host, true);
        }
        if (!HostNames.isName(port ? host.substring(0, host.lastIndexOf(':')) : host)) {
            return new TypedAccount(typed, scheme == null ? null : typed, scheme != null);
        }
        // AT Protocol servers use https, whatever was typed.
        return new TypedAccount(port ? null : host, "https://" + host, scheme != null || port);
    }

    /** Returns the account in the path of a profile page, as in {@code /profile/alice.example.com/post/3k}, or null. */
    private static @Nullable String accountIn(@Nullable String path) {
        String[] segments = path == null ? new String[0] : path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = decode(segments[i]);
            if (segment.startsWith("@") && segment.length() > 1) {
                return segment.substring(1);
            }
            if (isDid(segment) || (i == 2 && segments[1].equals("profile"))) {
                return segment;
            }
        }
        return null;
    }

    private static String canonical(String name) {
        String text = decode(name);
        if (isDid(text)) {
            return did(text);
        }
        String bare = text.replaceFirst("\\.+$", "");
        String ascii = isAscii(bare) ? bare : toAscii(bare);
        // Some letters outside ASCII, such as the Kelvin sign, have an ASCII lower case.
        return isAscii(ascii) ? ascii.toLowerCase(Locale.ROOT) : ascii;
    }

    // Lower-cases the scheme and the method, and the whole DID if it is a did:plc or did:web. The identifiers of other
    // methods may be case-sensitive.
    private static String did(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("did:plc:") || lower.startsWith("did:web:")) {
            return lower.replace("%3a", "%3A");
        }
        int id = text.indexOf(':', 4) + 1;
        return lower.substring(0, id) + text.substring(id);
    }

    private static boolean isDid(String text) {
        return text.regionMatches(true, 0, "did:", 0, 4) || text.regionMatches(true, 0, "did%3A", 0, 6);
    }

    private static String decode(String text) {
        // An encoded colon belongs to a did:web.
        if (text.indexOf('%') < 0 || text.regionMatches(true, 0, "did:web:", 0, 8)) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /**
     * Returns the {@code xn--} form of an internationalized domain name, or the text itself if the conversion is
     * ambiguous.
     */
    private static String toAscii(String name) {
        if (DEVIATIONS.matcher(name).find()) {
            return name;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(name);
        } catch (RuntimeException e) {
            return name;
        }
        String[] labels = DOTS.split(name, -1);
        String[] asciiLabels = ascii.split("\\.", -1);
        if (labels.length != asciiLabels.length) {
            return name;
        }
        for (int i = 0; i < labels.length; i++) {
            // Letters that only look like ASCII, such as the Kelvin sign, are a typing error at best.
            if (!isAscii(labels[i]) && !asciiLabels[i].startsWith("xn--")) {
                return name;
            }
        }
        return ascii;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().filter(TypedAccount::isVisible).forEach(visible::appendCodePoint);
        int start = 0;
        int end = visible.length();
        while (start < end && isSpace(visible.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(visible.charAt(end - 1))) {
            end--;
        }
        return visible.substring(start, end);
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.FORMAT && (type != Character.CONTROL || Character.isWhitespace(codePoint));
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * Returns whether the text can be a handle, a DID or a server.
     *
     * @return whether its syntax allows that
     */
    public boolean isUnderstood() {
        return server != null || Did.isValid(name) || (name != null && HostNames.isName(name));
    }

    /**
     * Returns whether the text looks like an e-mail address.
     *
     * @return whether it does
     */
    public boolean isEmailAddress() {
        return server == null && name != null && name.matches("[^@\\s/]+@[^@\\s/]+\\.[^@\\s/]+");
    }
}
