package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.config.ConfigKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Finds and reads the configuration file of an application. */
public final class ConfigFile {

    /** Where applications have the file, in the order of the search. */
    public static final List<String> PLACES = List.of(
            "src/main/resources/META-INF/microprofile-config.properties",
            "META-INF/microprofile-config.properties",
            "microprofile-config.properties",
            "src/main/resources/application.properties",
            "config/application.properties",
            "application.properties");

    private ConfigFile() {}

    /** Returns the first file in a directory that has a key of the library, or that cannot be read. */
    public static Optional<Path> find(Path directory) {
        return PLACES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .filter(ConfigFile::isOurs)
                .findFirst();
    }

    private static boolean isOurs(Path file) {
        try {
            return read(file).keySet().stream().anyMatch(name -> name.contains(ConfigKey.PREFIX));
        } catch (IOException e) {
            return true; // Its reader reports the failure.
        }
    }

    /**
     * Returns the properties of a file.
     *
     * @throws IOException if it cannot be read, or is not a properties file
     */
    public static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("it has an invalid Unicode escape", e);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
