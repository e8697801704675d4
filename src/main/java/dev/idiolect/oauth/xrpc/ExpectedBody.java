package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.internal.ResponseBody;
import jakarta.json.JsonArray;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The body that a client's method needs in a successful response. */
enum ExpectedBody {
    /** Any: the application reads it. */
    ANY,
    /** None: the result is void. */
    NONE,
    /** Any JSON, which may be absent. */
    JSON,
    /** A JSON object, which may be absent. */
    OBJECT,
    /** A JSON array, which may be absent. */
    ARRAY,
    /** A JSON object with parts that cannot be absent. */
    REQUIRED;

    private static final Set<Class<?>> READ_BY_APPLICATION =
            Set.of(Response.class, InputStream.class, Reader.class, File.class, GenericEntity.class, byte[].class);
    private static final Set<Class<?>> WITH_ABSENT_PARTS =
            Set.of(RecordRef.class, DeleteRecordResult.class, ApplyWritesResult.class);

    static ExpectedBody of(Method method) {
        Type result = result(method.getGenericReturnType());
        if (result == void.class || result == Void.class) {
            return NONE;
        }
        Class<?> type = result instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw
                ? raw
                : result instanceof Class<?> plain ? plain : Object.class;
        if (RepoResult.class.isAssignableFrom(type)) {
            return WITH_ABSENT_PARTS.contains(type) ? OBJECT : REQUIRED;
        }
        if (READ_BY_APPLICATION.contains(type)
                || CharSequence.class.isAssignableFrom(type)
                || type.isPrimitive()
                || !producesJson(method)) {
            return ANY;
        }
        boolean array =
                type.isArray() || Collection.class.isAssignableFrom(type) || JsonArray.class.isAssignableFrom(type);
        if (array) {
            return ARRAY;
        }
        return type.isAssignableFrom(JsonArray.class) ? JSON : OBJECT;
    }

    /** Returns the JSON that replaces an absent body. */
    String absent() {
        return this == ARRAY ? "[]" : "{}";
    }

    /** Returns a description of a body that has another type, judged by its first bytes; otherwise null. */
    @Nullable
    String missing(byte[] start) {
        String json = ResponseBody.json(start, start.length);
        if (json.isEmpty() || this == JSON) {
            return null;
        }
        if (this == ARRAY) {
            return json.startsWith("[") ? null : "without a JSON array";
        }
        return json.startsWith("{") ? null : "without a JSON object";
    }

    /** Returns the type of the value that an asynchronous result will have. Mutiny is optional, hence the name. */
    private static Type result(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() instanceof Class<?> raw
                        && (CompletionStage.class.isAssignableFrom(raw)
                                || raw.getName().equals("io.smallrye.mutiny.Uni"))
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    private static boolean producesJson(Method method) {
        Produces own = method.getAnnotation(Produces.class);
        Produces produces = own != null ? own : method.getDeclaringClass().getAnnotation(Produces.class);
        return produces == null || List.of(produces.value()).stream().anyMatch(type -> type.contains("json"));
    }
}
