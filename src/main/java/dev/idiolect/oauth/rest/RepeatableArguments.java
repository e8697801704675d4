package dev.idiolect.oauth.rest;

import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the arguments of a call usable for several attempts. Streams are read once, up to a limit, and each attempt
 * gets a copy.
 */
final class RepeatableArguments {

    private final Object[] arguments;
    private final @Nullable Supplier<Object>[] copies;
    private boolean isSingleUse;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays.
    private RepeatableArguments(Object[] arguments) {
        this.arguments = arguments.clone();
        copies = new Supplier[arguments.length];
    }

    static RepeatableArguments of(ApiMethod api, Object[] arguments, long limit) {
        RepeatableArguments result = new RepeatableArguments(arguments);
        for (int i = 0; i < arguments.length; i++) {
            result.copies[i] = copies(api, arguments[i], limit);
            result.isSingleUse |= result.copies[i] != null;
        }
        return result;
    }

    /** Returns whether a request consumes the arguments, so that each attempt needs a copy. */
    boolean isSingleUse() {
        return isSingleUse;
    }

    Object[] copy() {
        Object[] copy = arguments.clone();
        for (int i = 0; i < copy.length; i++) {
            Supplier<Object> source = copies[i];
            if (source != null) {
                copy[i] = source.get();
            }
        }
        return copy;
    }

    private static @Nullable Supplier<Object> copies(ApiMethod api, @Nullable Object argument, long limit) {
        try {
            if (argument instanceof InputStream stream) {
                byte[] bytes = new BoundedBytes(limit).read(stream);
                return () -> new ByteArrayInputStream(bytes);
            }
            if (argument instanceof Reader reader) {
                String text = BoundedBytes.read(reader, limit);
                return () -> new StringReader(text);
            }
            if (argument instanceof StreamingOutput output) {
                BoundedBytes rendered = new BoundedBytes(limit);
                output.write(rendered);
                byte[] bytes = rendered.toByteArray();
                return () -> (StreamingOutput) out -> out.write(bytes);
            }
        } catch (BoundedBytes.LimitExceededException e) {
            throw new UnrepeatableBodyException(
                    "The body of " + api.name() + " is larger than " + limit
                            + " bytes, the limit for a stream; pass a java.io.File or a byte[], which have no limit",
                    null);
        } catch (IOException e) {
            throw new UnrepeatableBodyException("Cannot read the body of " + api.name(), e);
        }
        if (argument != null && isReadOnce(argument)) {
            throw new UnrepeatableBodyException(
                    "The body of " + api.name() + ", a " + argument.getClass().getName()
                            + ", can be read only once; pass an InputStream, a java.io.File or a byte[]",
                    null);
        }
        return null;
    }

    private static boolean isReadOnce(Object argument) {
        return argument instanceof EntityPart
                || argument instanceof Flow.Publisher<?>
                || (argument instanceof Collection<?> many && many.stream().anyMatch(EntityPart.class::isInstance));
    }

    /** Reads the arguments of a call when they are first needed, and only once. */
    static final class Lazy {

        private final Supplier<RepeatableArguments> reader;
        private @Nullable RepeatableArguments read;
        private @Nullable RuntimeException failure;

        Lazy(Supplier<RepeatableArguments> reader) {
            this.reader = reader;
        }

        /**
         * Returns the arguments. After a failure, throws the same failure again, because the rest of a half-read body
         * must not be sent.
         */
        synchronized RepeatableArguments get() {
            if (failure != null) {
                throw failure;
            }
            if (read == null) {
                try {
                    read = reader.get();
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
            }
            return read;
        }
    }
}
