package dev.idiolect.oauth.runtimes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The applications that the build made from the projects of {@code src/it}. */
final class BuiltApps {

    private static final Path DIRECTORY = Path.of("target", "it");

    private BuiltApps() {}

    /** Returns a file of a project, which must exist. */
    static Path file(String project, String path) {
        Path file = DIRECTORY.resolve(project).resolve(path).toAbsolutePath();
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " does not exist. Build the applications with mvn verify -Druntime=" + project);
        }
        return file;
    }

    /**
     * Returns an application as a WAR. {@code twin} is a second {@code checks}, {@code bare} is without the library, {@code
     * extended} is {@code bare} with a CDI extension, and {@code library} is {@code bare} with the library and its required
     * dependencies. {@link #configure} and the build of the project make the others.
     */
    static Path war(String project, String app) {
        return switch (app) {
            case "bare" -> BareApp.war();
            case "extended" -> BareApp.extendedWar();
            case "library" ->
                BareApp.war(
                        "library-" + project + ".war",
                        ServerFiles.list(file(project, "target/checks/WEB-INF/lib")).stream()
                                .filter(library -> !isOptional(library))
                                .toList());
            case "twin" -> war(project, "checks");
            default -> {
                Path configured = configured(project, app);
                yield Files.exists(configured) ? configured : file(project, "target/apps/app-" + app + ".war");
            }
        };
    }

    /** Returns whether a JAR is a dependency that only some stores need. */
    static boolean isOptional(Path library) {
        return library.getFileName().toString().matches("(sqlite-jdbc|HikariCP)-.*");
    }

    /** Makes an application that is {@code checks} with a configuration file. */
    static void configure(String project, String name, Map<String, String> config) {
        Path war = configured(project, name);
        ServerFiles.directory(war.getParent());
        ServerFiles.copy(war(project, "checks"), war);
        try (FileSystem zip = FileSystems.newFileSystem(war)) {
            Path file = zip.getPath("WEB-INF/classes/META-INF/microprofile-config.properties");
            ServerFiles.directory(file.getParent());
            ServerFiles.write(
                    file,
                    config.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path configured(String project, String name) {
        return Path.of("target", "runtimes", project + "-" + name + ".war").toAbsolutePath();
    }

    /** Returns a property of a project's POM. */
    static String property(String project, String name) {
        Path pom = Path.of("src", "it", project, "pom.xml");
        try {
            Matcher property =
                    Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(Files.readString(pom));
            if (!property.find()) {
                throw new IllegalStateException("no property " + name + " in " + pom);
            }
            return property.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
