package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an application. As in MicroProfile Config, the environment precedes the file, and the keys of the
 * profile precede the others. The options of the command precede both. Not a record, because values can be secrets.
 */
public final class Settings {

    private final String source;
    private final @Nullable String profile;

    // Transient, so that no serializer writes them.
    private final transient Map<String, String> options;
    private final transient Map<String, String> environment;
    private final transient Map<String, String> file;

    private final Expressions expressions = new Expressions(this::raw);

    /**
     * @param source the name of the file, for messages
     * @param options values by full key
     * @param environment the environment variables
     * @param file the properties
     * @param profile the name of the profile, or null for the one that the file names, if any
     */
    public Settings(
            String source,
            Map<String, String> options,
            Map<String, String> environment,
            Map<String, String> file,
            @Nullable String profile) {
        this.source = source;
        this.options = Map.copyOf(options);
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
        this.profile = profile == null ? file.get("mp.config.profile") : profile;
    }

    /** Returns the name of the file, for messages. */
    String source() {
        return source;
    }

    /** Returns the value without surrounding blanks; null if it is missing, blank or unresolved. */
    public @Nullable String value(ConfigKey key) {
        return raw(key).flatMap(expressions::expand)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    /** Returns the value, or the key's default. */
    public String valueOrDefault(ConfigKey key) {
        String value = value(key);
        return value == null ? String.valueOf(key.defaultValue()) : value;
    }

    public boolean has(ConfigKey key) {
        return value(key) != null;
    }

    /** Returns whether the value is {@code true}. */
    public boolean isTrue(ConfigKey key) {
        return valueOrDefault(key).equalsIgnoreCase("true");
    }

    /** Returns which servers the application may contact. */
    NetworkPolicy policy() {
        return NetworkPolicy.of(isTrue(ConfigKey.DEVELOPMENT));
    }

    /** Returns the value as it is configured, if it refers to a name that is not defined. */
    Optional<String> unresolved(ConfigKey key) {
        return raw(key).filter(value -> expressions.expand(value).isEmpty());
    }

    /** Returns all configured keys with the prefix of the library, sorted. Variables count only if their key is known. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        Stream.concat(options.keySet().stream(), file.keySet().stream())
                .map(this::withoutProfile)
                .filter(name -> name.startsWith(ConfigKey.PREFIX))
                .forEach(keys::add);
        for (ConfigKey key : ConfigKey.values()) {
            if (has(key)) {
                keys.add(key.key());
            }
        }
        return keys;
    }

    private String withoutProfile(String name) {
        return profile == null ? name : name.replace("%" + profile + ".", "");
    }

    private Optional<String> raw(ConfigKey key) {
        String variable = environment.get(key.variable());
        return !options.containsKey(key.key()) && variable != null ? Optional.of(variable) : raw(key.key());
    }

    private Optional<String> raw(String name) {
        return Stream.of(options, environment)
                .flatMap(values -> Stream.ofNullable(values.get(name)))
                .findFirst()
                .or(() ->
                        profile == null ? Optional.empty() : Optional.ofNullable(file.get("%" + profile + "." + name)))
                .or(() -> Optional.ofNullable(file.get(name)));
    }
}
