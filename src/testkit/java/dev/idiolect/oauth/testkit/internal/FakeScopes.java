package dev.idiolect.oauth.testkit.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the scope of a session allows: {@code transition:generic}, and the permissions {@code repo} and {@code blob}. A
 * permission set ({@code include}) allows nothing here, because only a real server resolves it.
 */
final class FakeScopes {

    private static final String GENERIC = "transition:generic";

    private FakeScopes() {}

    static boolean allowsWrite(String scope, String action, String collection) {
        return isGeneric(scope)
                || permissions(scope, "repo", "collection")
                        .anyMatch(permission -> values(permission, "collection")
                                        .anyMatch(value -> value.equals("*") || value.equals(collection))
                                && (!permission.containsKey("action")
                                        || values(permission, "action").anyMatch(action::equals)));
    }

    static boolean allowsBlob(String scope, String mimeType) {
        String kind = mimeType.replaceFirst("/.*", "/*");
        return isGeneric(scope)
                || permissions(scope, "blob", "accept")
                        .flatMap(permission -> values(permission, "accept"))
                        .anyMatch(accepted -> List.of("*/*", kind, mimeType).contains(accepted));
    }

    private static boolean isGeneric(String scope) {
        return List.of(scope.split(" ")).contains(GENERIC);
    }

    private static Stream<String> values(Map<String, List<String>> permission, String name) {
        return permission.getOrDefault(name, List.of()).stream();
    }

    /** Returns the parameters of each permission for a resource. */
    private static Stream<Map<String, List<String>>> permissions(String scope, String resource, String positional) {
        return Arrays.stream(scope.split(" "))
                .filter(permission -> permission.replaceFirst("[:?].*", "").equals(resource))
                .map(permission -> parameters(permission.substring(resource.length()), positional));
    }

    private static Map<String, List<String>> parameters(String text, String positional) {
        Map<String, List<String>> parameters = new HashMap<>();
        int mark = text.indexOf('?');
        String first = mark < 0 ? text : text.substring(0, mark);
        if (first.startsWith(":")) {
            add(parameters, positional, first.substring(1));
        }
        String query = mark < 0 ? "" : text.substring(mark + 1);
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(parameters, pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String name, String value) {
        parameters
                .computeIfAbsent(name, first -> new ArrayList<>())
                .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
}
