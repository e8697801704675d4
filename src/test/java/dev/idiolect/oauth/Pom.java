package dev.idiolect.oauth;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The versions of the build. */
final class Pom {

    private static final Path FILE = Path.of("pom.xml");

    private Pom() {}

    /** The version of an artifact that {@code pom.xml} names, with properties resolved. */
    static Optional<String> version(String artifactId) {
        String pom = Documents.read(FILE);
        String artifact = Pattern.quote(artifactId);
        return Stream.of(
                        "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)</version>",
                        "<extraArtifact>[^:<]+:" + artifact + ":([^<]+)</extraArtifact>")
                .map(pattern -> Pattern.compile(pattern).matcher(pom))
                .filter(Matcher::find)
                .map(found -> resolved(pom, found.group(1)))
                .findFirst();
    }

    private static String resolved(String pom, String version) {
        Matcher property = Pattern.compile("\\$\\{([\\w.-]+)}").matcher(version);
        if (!property.matches()) {
            return version;
        }
        String name = Pattern.quote(property.group(1));
        Matcher value = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(pom);
        if (!value.find()) {
            throw new AssertionError(FILE + " has no property " + property.group(1));
        }
        return value.group(1);
    }
}
