package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.runtimes.bare.BareApplication;
import dev.idiolect.oauth.runtimes.bare.BareExtension;
import dev.idiolect.oauth.runtimes.bare.BareListener;
import dev.idiolect.oauth.runtimes.bare.BareResource;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** An application that does not use the library, packaged with or without it. */
final class BareApp {

    /** A class of the application, to count its deployed copies. */
    static final String MARK = BareResource.class.getName();

    private static final List<Class<?>> TYPES =
            List.of(BareApplication.class, BareResource.class, BareResource.Client.class);

    private static final Map<Class<?>, Class<?>> LISTENER = Map.of(RestClientListener.class, BareListener.class);

    private static final Map<Class<?>, Class<?>> LISTENER_AND_EXTENSION =
            Map.of(RestClientListener.class, BareListener.class, BuildCompatibleExtension.class, BareExtension.class);

    private BareApp() {}

    static Path war() {
        return war("bare.war", List.of());
    }

    /** Returns the application with libraries. */
    static Path war(String name, List<Path> libraries) {
        return write(name, "WEB-INF/classes/", "WEB-INF/beans.xml", LISTENER, libraries);
    }

    /** Returns the application with a CDI extension, like that of the library. */
    static Path extendedWar() {
        return write("extended.war", "WEB-INF/classes/", "WEB-INF/beans.xml", LISTENER_AND_EXTENSION, List.of());
    }

    /** Returns the application as a JAR that is a bean archive. */
    static Path jar() {
        return write("bare.jar", "", "META-INF/beans.xml", LISTENER, List.of());
    }

    private static Path write(
            String name, String classes, String beansXml, Map<Class<?>, Class<?>> services, List<Path> libraries) {
        Path file = Path.of("target", "runtimes", name).toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (Class<?> type : TYPES) {
                    add(zip, classes, type);
                }
                for (Map.Entry<Class<?>, Class<?>> service : services.entrySet()) {
                    add(zip, classes, service.getValue());
                    add(
                            zip,
                            classes + "META-INF/services/" + service.getKey().getName(),
                            service.getValue().getName().getBytes(StandardCharsets.UTF_8));
                }
                add(zip, beansXml, new byte[0]);
                for (Path library : libraries) {
                    add(zip, "WEB-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ZipOutputStream zip, String classes, Class<?> type) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = BareApp.class.getClassLoader().getResourceAsStream(entry)) {
            add(zip, classes + entry, bytes.readAllBytes());
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
