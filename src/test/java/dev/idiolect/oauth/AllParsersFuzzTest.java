package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Fuzzes the parsers of all {@link ParserFuzz} methods at once, because Jazzer fuzzes only one method in a JVM. The
 * first byte of an input selects the parser.
 */
class AllParsersFuzzTest {

    private static final List<Parser> PARSERS =
            ReflectionSupport.findAllClassesInPackage(
                            "dev.idiolect.oauth", type -> true, name -> name.endsWith("FuzzTest"))
                    .stream()
                    .flatMap(type -> ReflectionSupport.findMethods(
                            type,
                            method -> method.isAnnotationPresent(ParserFuzz.class),
                            HierarchyTraversalMode.TOP_DOWN)
                            .stream())
                    .map(Parser::of)
                    .sorted(Comparator.comparing(Parser::name))
                    .toList();

    private record Parser(String name, Method method, Object instance) {

        static Parser of(Method method) {
            method.setAccessible(true);
            Class<?> type = method.getDeclaringClass();
            return new Parser(
                    type.getSimpleName() + "#" + method.getName(), method, ReflectionSupport.newInstance(type));
        }

        Stream<byte[]> seeds() {
            String factory = method.getAnnotation(MethodSource.class).value()[0];
            Method seeds = ReflectionSupport.findMethod(method.getDeclaringClass(), factory)
                    .orElseThrow();
            byte index = (byte) PARSERS.indexOf(this);
            return ((Stream<?>) ReflectionSupport.invokeMethod(seeds, null)).map(seed -> with(index, (byte[]) seed));
        }

        private static byte[] with(byte first, byte[] rest) {
            byte[] all = new byte[rest.length + 1];
            all[0] = first;
            System.arraycopy(rest, 0, all, 1, rest.length);
            return all;
        }

        void parse(byte[] input) throws IllegalAccessException {
            try {
                method.invoke(instance, (Object) input);
            } catch (InvocationTargetException e) {
                Throwable failure = e.getCause();
                throw new AssertionError(
                        name + ": " + failure.getMessage() + "\nInput in Base64: "
                                + Base64.getEncoder().encodeToString(input),
                        failure);
            }
        }
    }

    static Stream<byte[]> seeds() {
        assertThat(PARSERS).hasSizeBetween(20, 256);
        return PARSERS.stream().flatMap(Parser::seeds);
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "/parsers.dict")
    @FuzzTest(maxDuration = "15s")
    void everyParser(byte[] input) throws IllegalAccessException {
        if (input.length > 0) {
            PARSERS.get((input[0] & 0xff) % PARSERS.size()).parse(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
