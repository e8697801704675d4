package dev.idiolect.oauth.login;

import dev.idiolect.oauth.http.Shown;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a {@code scope} may be: RFC 6749 section 3.3, and {@code atproto} is in it. */
final class ScopeRule {

    static final String ATPROTO = "atproto";

    private static final String TOKENS = "[\\x21\\x23-\\x5b\\x5d-\\x7e]+( [\\x21\\x23-\\x5b\\x5d-\\x7e]+)*";

    private ScopeRule() {}

    static void require(String scope) {
        if (!isWellFormed(scope)) {
            throw new InvalidClientException(
                    "The scope " + Shown.quoted(scope) + " is to be a list of names with one space between");
        }
        List<String> names = List.of(scope.split(" "));
        Set<String> once = new HashSet<>(names);
        if (!once.contains(ATPROTO)) {
            throw new InvalidClientException(
                    "The scope " + Shown.quoted(scope) + " lacks atproto, without which there is no session");
        }
        if (once.size() < names.size()) {
            throw new InvalidClientException("The scope " + Shown.quoted(scope) + " names something twice");
        }
    }

    static boolean isWellFormed(String scope) {
        return scope.matches(TOKENS);
    }

    static boolean hasAtproto(String scope) {
        return List.of(scope.split(" ")).contains(ATPROTO);
    }
}
