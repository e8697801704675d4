package dev.idiolect.oauth.permission;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a permission of a permission set. A permission that is not understood completely is ignored, because an unknown
 * member may restrict it.
 *
 * @see <a href="https://atproto.com/specs/permission#permission-sets">AT Protocol: permission sets</a>
 */
final class SetPermission {

    private static final String INHERIT = "inheritAud";
    private static final Set<String> ARRAYS = Set.of("collection", "action", "lxm");

    private SetPermission() {}

    /**
     * Returns the permission, or empty if it is invalid in a set.
     *
     * @param audience the audience that it may inherit, or null
     */
    static Optional<Permission> read(JsonObject json, @Nullable String audience) {
        if (!isText(json.get("type"), "permission")) {
            return Optional.empty();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonValue> member : json.entrySet()) {
            if (!add(parameters, member.getKey(), member.getValue())) {
                return Optional.empty();
            }
        }
        JsonValue inherit = json.get(INHERIT);
        if (inherit != null) {
            if (inherit.getValueType() != JsonValue.ValueType.TRUE
                    || audience == null
                    || json.containsKey(RpcPermission.AUDIENCE_NAME)) {
                return Optional.empty();
            }
            parameters.add(parameter(RpcPermission.AUDIENCE_NAME, audience));
        }
        ScopeValue value = new ScopeValue("", 0, parameters);
        try {
            if (isText(json.get("resource"), RepoPermission.RESOURCE)) {
                return Optional.of(RepoPermission.read(value));
            }
            if (isText(json.get("resource"), RpcPermission.RESOURCE)) {
                return Optional.of(RpcPermission.read(value));
            }
        } catch (InvalidPermissionException ignored) {
            // As the specification requires.
        }
        return Optional.empty();
    }

    private static boolean isText(@Nullable JsonValue value, String text) {
        return value instanceof JsonString string && string.getString().equals(text);
    }

    /** Adds a member of the object as parameters. Returns false if its type or value is invalid in a set. */
    private static boolean add(List<Parameter> parameters, String name, JsonValue value) {
        if (name.equals("type") || name.equals("resource") || name.equals(INHERIT)) {
            return true;
        }
        if (name.equals(RpcPermission.AUDIENCE_NAME)) {
            parameters.add(parameter(name, ServiceDid.WILDCARD));
            return isText(value, ServiceDid.WILDCARD);
        }
        if (!ARRAYS.contains(name) || !(value instanceof JsonArray array) || array.isEmpty()) {
            return false;
        }
        for (JsonValue element : array) {
            if (!(element instanceof JsonString string)) {
                return false;
            }
            parameters.add(parameter(name, string.getString()));
        }
        return true;
    }

    private static Parameter parameter(String name, String value) {
        return new Parameter(name, value, value, 0);
    }
}
