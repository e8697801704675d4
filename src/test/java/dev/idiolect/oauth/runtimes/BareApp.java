package dev.idiolect.oauth.runtimes;

import dev.idiolect.oauth.runtimes.bare.BareApplication;
import dev.idiolect.oauth.runtimes.bare.BareListener;
import dev.idiolect.oauth.runtimes.bare.BareResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** The application without the library, as a WAR that is made from the tests' own classes. */
final class BareApp {

    /** A class that each copy of it has. */
    static final String MARK = BareResource.class.getName();

    private static final Path WAR = Path.of("target", "runtimes", "bare.war").toAbsolutePath();

    private BareApp() {}

    static Path war() {
        try {
            Files.createDirectories(WAR.getParent());
            try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(WAR))) {
                for (Class<?> type : List.of(
                        BareApplication.class, BareListener.class, BareResource.class, BareResource.Client.class)) {
                    String file = type.getName().replace('.', '/') + ".class";
                    try (InputStream bytes = BareApp.class.getClassLoader().getResourceAsStream(file)) {
                        add(war, "WEB-INF/classes/" + file, bytes.readAllBytes());
                    }
                }
                add(
                        war,
                        "WEB-INF/classes/META-INF/services/" + RestClientListener.class.getName(),
                        BareListener.class.getName().getBytes(StandardCharsets.UTF_8));
            }
            return WAR;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ZipOutputStream war, String name, byte[] content) throws IOException {
        war.putNextEntry(new ZipEntry(name));
        war.write(content);
        war.closeEntry();
    }
}
