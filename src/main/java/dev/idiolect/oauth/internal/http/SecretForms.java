package dev.idiolect.oauth.internal.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets in a value that a user configured or typed. Users sometimes put a key set, a token or a password under
 * the wrong key, and error messages repeat the value at fault.
 */
public final class SecretForms {

    /** Replaces a secret. */
    public static final String HIDDEN = "(hidden)";

    private static final Pattern PEM = Pattern.compile("-----BEGIN");
    // Quotes are escaped in some configuration files, or single.
    private static final Pattern JWK =
            Pattern.compile("\\\\?[\"'](?:keys|kty|d|k|p|q|dp|dq|qi|oth)\\\\?[\"']\\s*\\\\?[:=]");
    private static final Pattern JWT = Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}[A-Za-z0-9_.-]*+");
    // A password can contain slashes. Possessive, because texts can be long.
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?<=:/(?!/)|//)([^\\s@\"]{0,500}+)@");
    private static final Pattern PASSWORD_IN_PATH = Pattern.compile("(?<=/)[^\\s/@\"]{0,1000}:[^\\s/@\"]{0,1000}@");
    private static final Pattern PASSWORD_IN_JDBC = Pattern.compile("(?<=\\bjdbc:)[^\\s@\"?]{1,500}+@");
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?i)((?<!--app-)(?:password|passwd|pwd|secret)=)[^&;\\s\"']++");
    private static final Pattern PASSWORD = Pattern.compile("(?<![^\\s\"'=(])[^\\s/@\":']{1,100}:[^\\s/@\"]{1,1000}@");
    private static final Pattern APP_PASSWORD =
            Pattern.compile("(?<![\\w.-])[a-z2-7]{4}(?:-[a-z2-7]{4}){3}(?![\\w.-])");
    // The private part of a P-256 key has 43 characters.
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9_+=-]{40,}+");
    private static final Pattern RANDOM = Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).*");

    private SecretForms() {}

    /** Returns the text with each secret replaced; the same text if there is none. */
    public static String hide(String text) {
        int start = startOfKey(text);
        String rest = start < 0 ? text : text.substring(0, start) + HIDDEN;
        rest = JWT.matcher(rest).replaceAll(HIDDEN);
        rest = PASSWORD_PARAMETER.matcher(rest).replaceAll("$1" + HIDDEN);
        rest = PASSWORD_IN_JDBC.matcher(rest).replaceAll(HIDDEN + "@");
        rest = PASSWORD_IN_URL
                .matcher(rest)
                .replaceAll(match -> match.group(1).contains(":")
                        ? Matcher.quoteReplacement(HIDDEN + "@")
                        : Matcher.quoteReplacement(match.group()));
        rest = PASSWORD_IN_PATH.matcher(rest).replaceAll(HIDDEN + "@");
        rest = PASSWORD.matcher(rest).replaceAll(HIDDEN + "@");
        rest = APP_PASSWORD.matcher(rest).replaceAll(HIDDEN);
        return LONG.matcher(rest)
                .replaceAll(
                        run -> RANDOM.matcher(run.group()).matches() ? HIDDEN : Matcher.quoteReplacement(run.group()));
    }

    /** Returns whether the text contains a key or a token, which belongs only under configuration keys for secrets. */
    public static boolean hasKeyOrToken(String text) {
        return startOfKey(text) >= 0 || JWT.matcher(text).find();
    }

    /** Returns where a key begins, or -1. The text after it is part of the key, or of the next one. */
    private static int startOfKey(String text) {
        Matcher pem = PEM.matcher(text);
        if (pem.find()) {
            return pem.start();
        }
        Matcher member = JWK.matcher(text);
        if (!member.find()) {
            return -1;
        }
        int object = text.substring(0, member.start()).indexOf('{');
        return object < 0 ? member.start() : object;
    }
}
