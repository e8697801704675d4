package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs a parser with mutated examples and checks that it throws only its documented exceptions, ends soon, allocates little
 * memory and puts no secret into messages. The system property {@code fuzz.seconds} sets the time of each parser, and
 * {@code fuzz.seed} makes another sequence of inputs.
 */
public final class Fuzz {

    /** A text in examples that must not appear in any message. */
    public static final String SECRET = "s3cretS3cret";

    /** Parses an input and returns the result. May check the result by assertions. */
    public interface Parser<T> {
        Object parse(T input) throws Exception;
    }

    private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "1"));
    private static final int SEED = Integer.getInteger("fuzz.seed", 1);
    private static final long MAX_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_CORPUS = 500;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final List<byte[]> corpus = new ArrayList<>();
    private final Set<String> outcomes = new HashSet<>();
    private final List<Class<?>> documented;
    private final Mutator mutator;
    private int maxLength = 64 * 1024;
    private long executions;

    private Fuzz(String name, List<Class<?>> documented) {
        this.name = name;
        this.documented = documented;
        mutator = new Mutator(new Random(31L * SEED + name.hashCode()), corpus);
    }

    /** @param documented the exceptions that the parser may throw */
    public static Fuzz of(String name, Class<?>... documented) {
        return new Fuzz(name, List.of(documented));
    }

    /** Adds valid and invalid examples. */
    public Fuzz examples(String... texts) {
        return examples(Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    public Fuzz examples(byte[]... inputs) {
        corpus.addAll(List.of(inputs));
        return this;
    }

    /** Sets the greatest length of an input, in bytes, if a limit stands before the parser. */
    public Fuzz upTo(int bytes) {
        maxLength = bytes;
        return this;
    }

    public void texts(Parser<String> parser) {
        // A decoder makes no half surrogate pairs, but an escape in JSON does.
        bytes(input -> parser.parse(new String(input, StandardCharsets.UTF_8).replace("\ufffd\ufffd", "\ud800")));
    }

    public void bytes(Parser<byte[]> parser) {
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        for (byte[] example : List.copyOf(corpus)) {
            check(parser, example);
        }
        while (System.nanoTime() < end) {
            byte[] input = mutator.next(maxLength);
            if (check(parser, input) && corpus.size() < MAX_CORPUS) {
                corpus.add(input);
            }
        }
        System.getLogger(Fuzz.class.getName())
                .log(
                        SECONDS > 10 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                        "{0}: {1} executions, {2} outcomes",
                        name,
                        executions,
                        outcomes.size());
    }

    /** Returns whether the outcome is a new one. */
    private boolean check(Parser<byte[]> parser, byte[] input) {
        executions++;
        String outcome = run(parser, input);
        // A pause of the machine is no fault of the parser.
        if (outcome.equals("slow") && run(parser, input).equals("slow")) {
            throw failure("took longer than " + Duration.ofNanos(MAX_NANOS), input, null);
        }
        return outcomes.add(outcome);
    }

    private String run(Parser<byte[]> parser, byte[] input) {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String outcome;
        String printed;
        try {
            Object result = parser.parse(input.clone());
            printed = String.valueOf(result);
            outcome = result == null ? "null" : result.getClass().getName();
        } catch (Throwable e) {
            if (documented.stream().noneMatch(type -> type.isInstance(e))) {
                throw failure("threw " + e, input, e);
            }
            printed = messages(e);
            outcome = e.getClass().getName() + place(e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (printed.contains(SECRET)) {
            throw failure("printed a secret: " + printed, input, null);
        }
        if (allocated > MAX_BYTES) {
            throw failure("allocated " + (allocated >> 20) + " MiB", input, null);
        }
        return System.nanoTime() - start > MAX_NANOS ? "slow" : outcome;
    }

    private static String messages(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    private static String place(Throwable e) {
        StringBuilder place = new StringBuilder();
        Arrays.stream(e.getStackTrace())
                .limit(4)
                .forEach(frame -> place.append(' ').append(frame));
        return place.toString();
    }

    private AssertionError failure(String problem, byte[] input, Throwable cause) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(input.length, 2_000); i++) {
            int b = input[i] & 0xff;
            shown.append(b < 0x20 || b > 0x7e || b == '\\' ? String.format("\\x%02x", b) : String.valueOf((char) b));
        }
        return fail(name + " " + problem + " with " + input.length + " bytes: " + shown, cause);
    }
}
