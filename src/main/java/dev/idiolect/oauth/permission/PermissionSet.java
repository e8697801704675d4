package dev.idiolect.oauth.permission;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A permission set, which its author publishes as a Lexicon. Immutable and thread-safe.
 *
 * @see <a href="https://atproto.com/specs/permission#permission-sets">AT Protocol: permission sets</a>
 */
public final class PermissionSet {

    private final String nsid;
    private final List<JsonObject> permissions;

    private PermissionSet(String nsid, List<JsonObject> permissions) {
        this.nsid = nsid;
        this.permissions = permissions;
    }

    /**
     * Reads a permission set. Its permissions are checked by {@link IncludePermission#expand}.
     *
     * @param lexicon the Lexicon, with the members {@code id} and {@code defs}
     * @return the permission set
     * @throws InvalidPermissionSetException if it is not the Lexicon of a permission set
     */
    public static PermissionSet of(JsonObject lexicon) {
        if (!(lexicon.get("id") instanceof JsonString id) || !Nsid.isValid(id.getString())) {
            throw new InvalidPermissionSetException("its id must be an NSID");
        }
        JsonObject main = object(object(lexicon, "defs"), "main");
        if (!(main.get("type") instanceof JsonString type) || !type.getString().equals("permission-set")) {
            throw new InvalidPermissionSetException("the type of defs.main must be permission-set");
        }
        if (!(main.get("permissions") instanceof JsonArray permissions)) {
            throw new InvalidPermissionSetException("defs.main.permissions must be an array");
        }
        return new PermissionSet(
                id.getString(),
                permissions.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonValue::asJsonObject)
                        .toList());
    }

    private static JsonObject object(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    /**
     * Returns the NSID of the set.
     *
     * @return the {@code id} of the Lexicon
     */
    public String nsid() {
        return nsid;
    }

    List<JsonObject> permissions() {
        return permissions;
    }

    /**
     * Returns whether the other object is a set with the same NSID and permissions.
     *
     * @param other the object to compare with, or null
     * @return whether they are equal
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PermissionSet set && nsid.equals(set.nsid) && permissions.equals(set.permissions);
    }

    /**
     * Returns a hash code of the NSID.
     *
     * @return the hash code
     */
    @Override
    public int hashCode() {
        return nsid.hashCode();
    }

    /**
     * Returns a text for logs.
     *
     * @return the NSID
     */
    @Override
    public String toString() {
        return nsid;
    }
}
