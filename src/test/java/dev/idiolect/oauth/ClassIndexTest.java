package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The Jandex index, which some runtimes read instead of the library's classes. */
class ClassIndexTest {

    private static final int MAGIC = 0xBABE1F15;

    /** Helidon 4.1 reads no later version, and Quarkus no earlier one. */
    private static final int VERSION = 11;

    @Test
    void allRuntimesReadTheVersionOfTheIndex() throws IOException {
        ByteBuffer index = ByteBuffer.wrap(index());
        assertThat(index.getInt()).isEqualTo(MAGIC);
        assertThat(index.get()).isEqualTo((byte) VERSION);
    }

    @Test
    void theIndexNamesBeansAndClients() throws IOException {
        assertThat(new String(index(), StandardCharsets.ISO_8859_1))
                .contains("OAuthBeans", "DpopSignedInterceptor", "RepoClient");
    }

    private static byte[] index() throws IOException {
        return Files.readAllBytes(Path.of("target", "classes", "META-INF", "jandex.idx"));
    }
}
