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
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, good for any number of tries: what is read as it is sent is read once, up to a limit, and each
 * try gets a fresh one.
 */
final class RepeatableArguments {

    private interface Fresh {
        Object next();
    }

    private final Object[] arguments;
    private final @Nullable Fresh[] fresh;
    private boolean anyFresh;

    private RepeatableArguments(Object[] arguments) {
        this.arguments = arguments.clone();
        fresh = new Fresh[arguments.length];
    }

    static RepeatableArguments of(ApiMethod api, Object[] arguments, long limit) {
        RepeatableArguments result = new RepeatableArguments(arguments);
        for (int i = 0; i < arguments.length; i++) {
            result.fresh[i] = fresh(api, arguments[i], limit);
            result.anyFresh |= result.fresh[i] != null;
        }
        return result;
    }

    /** Whether they are read as they are sent, so that each try needs some of its own. */
    boolean isSingleUse() {
        return anyFresh;
    }

    Object[] next() {
        Object[] next = arguments.clone();
        for (int i = 0; i < next.length; i++) {
            Fresh source = fresh[i];
            if (source != null) {
                next[i] = source.next();
            }
        }
        return next;
    }

    private static @Nullable Fresh fresh(ApiMethod api, @Nullable Object argument, long limit) {
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
        } catch (BoundedBytes.TooMany e) {
            throw new UnrepeatableBodyException(
                    "The body of " + api.name() + " is larger than " + limit
                            + " bytes, the most that is kept for a second"
                            + " try; pass a java.io.File, or a byte[], which need no copy",
                    null);
        } catch (IOException e) {
            throw new UnrepeatableBodyException("The body of " + api.name() + " could not be read", e);
        }
        if (isReadOnce(argument)) {
            throw new UnrepeatableBodyException(
                    "The body of " + api.name() + ", a " + argument.getClass().getName()
                            + ", can't be sent a second time; pass an InputStream, a java.io.File or a byte[]",
                    null);
        }
        return null;
    }

    private static boolean isReadOnce(@Nullable Object argument) {
        return argument instanceof EntityPart
                || argument instanceof Flow.Publisher<?>
                || argument instanceof Collection<?> many && many.stream().anyMatch(EntityPart.class::isInstance);
    }
}
