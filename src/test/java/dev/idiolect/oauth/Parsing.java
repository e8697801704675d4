package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives an input to a parser. Checks that the parser throws only its documented exceptions, needs little time and
 * memory, and has short, printable messages.
 */
public final class Parsing {

    /** A text in seeds that must not appear in any message. */
    public static final String SECRET = "s3cretS3cret";

    private static final int MAX_MESSAGE = 1_500;
    private static final long MAX_CPU_MILLIS = 2_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Parses an input, and checks the result by assertions. */
    public interface Parser<T> {
        void parse(T input) throws Exception;
    }

    private final List<Class<?>> documented;
    private @Nullable Pattern secretMember;

    private Parsing(List<Class<?>> documented) {
        this.documented = documented;
    }

    /** @param documented the exceptions that the parser may throw */
    public static Parsing throwing(Class<?>... documented) {
        return new Parsing(List.of(documented));
    }

    /**
     * Also checks that messages do not contain the {@link #SECRET} of these members or parameters. Not checked if a
     * fuzzer has also put it elsewhere.
     */
    public Parsing secretIn(String... names) {
        secretMember = Pattern.compile(
                "(?:\"(?:%1$s)\":\"[^\"]*|(?:^|&)(?:%1$s)=[^&]*)%2$s".formatted(String.join("|", names), SECRET));
        return this;
    }

    /** Returns valid and invalid inputs, from which a fuzzer derives others. */
    public static Stream<byte[]> seeds(String... texts) {
        return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    public void text(byte[] input, Parser<String> parser) {
        // A decoder creates no half surrogate pairs, but JSON escapes do.
        String text = new String(input, StandardCharsets.UTF_8).replace("\ufffd\ufffd", "\ud800");
        bytes(input, bytes -> parser.parse(text));
    }

    public void bytes(byte[] input, Parser<byte[]> parser) {
        AssertionError failure = cost(input, parser);
        if (failure != null) {
            // A class may have been loaded in the first run.
            failure = cost(input, parser);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs a parser and returns a failure if it took too long or too much memory. */
    private @Nullable AssertionError cost(byte[] input, Parser<byte[]> parser) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        run(input, parser);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        long millis = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - cpu).toMillis();
        return bytes > MAX_BYTES || millis > MAX_CPU_MILLIS
                ? new AssertionError("Took " + millis + " ms and allocated " + bytes + " bytes")
                : null;
    }

    private void run(byte[] input, Parser<byte[]> parser) {
        try {
            parser.parse(input.clone());
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            check(
                    e,
                    secretMember != null
                            && !secretMember
                                    .matcher(latin(input))
                                    .replaceAll("")
                                    .contains(SECRET));
        }
    }

    private void check(Throwable thrown, boolean secret) {
        if (documented.stream().noneMatch(type -> type.isInstance(thrown))) {
            throw new AssertionError("Not documented: " + thrown, thrown);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            assertThat(message).hasSizeLessThan(MAX_MESSAGE);
            if (secret) {
                assertThat(message).doesNotContain(SECRET);
            }
            assertThat(message.chars().filter(Parsing::isUnprintable).boxed().toList())
                    .as("control characters in " + message)
                    .isEmpty();
        }
    }

    private static String latin(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029;
    }
}
