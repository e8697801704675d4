package dev.idiolect.oauth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.idiolect.oauth.Documents;
import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.xrpc.RecordRef;
import jakarta.ws.rs.ProcessingException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide about failures and its example know every public exception. */
class WhenItFailsTest {

    private static final List<String> NOT_OF_A_CALL = List.of("cli", "internal");

    static Stream<Class<?>> exceptions() {
        return new ClassFileImporter()
                .importPath(Path.of("target", "classes")).stream()
                        .filter(type -> type.isAssignableTo(OAuthException.class)
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && NOT_OF_A_CALL.stream()
                                        .noneMatch(name -> List.of(
                                                        type.getPackageName().split("\\."))
                                                .contains(name)))
                        .map(JavaClass::reflect);
    }

    @Test
    void guideNamesEveryPublicException() {
        String guide = Documents.read(Documents.guide("when-it-fails"));
        assertThat(exceptions().filter(type -> type != OAuthException.class))
                .hasSizeGreaterThan(12)
                .allSatisfy(type -> assertThat(guide).contains("| `" + type.getSimpleName() + "` |"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exampleHandlesEveryPublicException(Class<? extends RuntimeException> type) throws Exception {
        assertThat(outcome(instance(type))).doesNotStartWith("Published").isNotBlank();
    }

    @Test
    void exampleHandlesExceptionsOfThePlatform() {
        assertThat(outcome(new ProcessingException("reset"))).startsWith("No response");
        assertThat(outcome(new IllegalArgumentException("Invalid record at /record/text")))
                .endsWith("/record/text");
    }

    private static String outcome(RuntimeException failure) {
        Outcomes outcomes = new Outcomes();
        outcomes.posts = new Posts() {
            @Override
            public RecordRef publish(String did, String text) {
                throw failure;
            }
        };
        return outcomes.publish("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "Hello");
    }

    // Their constructors are not public. By name, because the compiler warns of this class of the JDK.
    private static RuntimeException instance(Class<? extends RuntimeException> type) throws Exception {
        Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
        Object instance = factory.getMethod("getReflectionFactory").invoke(null);
        Constructor<?> constructor =
                (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                        .invoke(instance, type, Object.class.getConstructor());
        return type.cast(constructor.newInstance());
    }
}
