package dev.idiolect.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Objects of all types of the library, with a planted text in each field for a secret. */
final class PlantedSecrets {

    static final String TEXT = "planted-secret";
    static final ECKey KEY = key();

    /** The forms that no text of an object may contain. */
    static final List<String> FORMS = List.of(
            TEXT,
            KEY.getD().toString(),
            Base64.getEncoder().encodeToString(bytes()),
            Arrays.toString(bytes()),
            Arrays.toString(TEXT.toCharArray()));

    /** Fields that hold no secret although their names suggest it: of all types, or of one. */
    static final Set<String> HARMLESS = Set.of(
            "tokenType",
            "keyId",
            "clientKeyId",
            "rkey",
            "ConfigurationException.key",
            "ClientNetworks$Network.key",
            "ClientKeys.keys");

    private static final Pattern NAME =
            Pattern.compile("(?i).*(jwt|jwk|token|secret|password|verifier|cookie|assertion|proof|key|code|body|json)s?"
                    + "|query|parameters|headers");
    private static final Set<Class<?>> VALUES =
            Set.of(String.class, char[].class, byte[].class, Map.class, HttpHeaders.class);
    private static final Pattern KEY_TYPE = Pattern.compile("java.*Key|com\\.nimbusds\\..*(Key|JWK)");
    private static final String PACKAGE = OAuthException.class.getPackageName();
    private static final int DEPTH = 3;

    private PlantedSecrets() {}

    /** Returns all concrete classes and records, except enumerations. */
    static List<Class<?>> types() throws Exception {
        Path root = Path.of(OAuthSession.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()) && !Enum.class.isAssignableFrom(type))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PlantedSecrets.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the own and inherited fields for secrets. */
    static List<Field> secrets(Class<?> type) {
        return fields(type).filter(PlantedSecrets::isSecret).toList();
    }

    private static boolean isSecret(Field field) {
        boolean secret = VALUES.contains(field.getType())
                        && NAME.matcher(field.getName()).matches()
                || KEY_TYPE.matcher(field.getType().getName()).matches();
        return secret
                && !HARMLESS.contains(field.getName())
                && !HARMLESS.contains(name(field.getDeclaringClass()) + "." + field.getName());
    }

    static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1);
    }

    private static Stream<Field> fields(Class<?> type) {
        return type == null || !type.getName().startsWith(PACKAGE)
                ? Stream.of()
                : Stream.concat(
                        fields(type.getSuperclass()),
                        Arrays.stream(type.getDeclaredFields())
                                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()));
    }

    static Object object(Class<?> type) throws Exception {
        return object(type, DEPTH);
    }

    private static Object object(Class<?> type, int depth) throws Exception {
        if (type.isRecord()) {
            return record(type, depth);
        }
        // Creates an object without calling its constructors.
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object object = unsafe.getMethod("allocateInstance", Class.class).invoke(instance.get(null), type);
        for (Field field : fields(type).toList()) {
            field.setAccessible(true);
            Object value = value(field.getName(), field.getType(), isSecret(field), depth);
            if (value != null) {
                field.set(object, value);
            }
        }
        return object;
    }

    private static Object record(Class<?> type, int depth) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        Set<String> secrets = new HashSet<>();
        secrets(type).forEach(field -> secrets.add(field.getName()));
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            values[i] = value(name, components[i].getType(), secrets.contains(name), depth);
        }
        return constructor.newInstance(values);
    }

    private static Object value(String name, Class<?> type, boolean secret, int depth) throws Exception {
        if (type == String.class) {
            return secret ? TEXT : name.equals("did") ? "did:plc:a" : "https://localhost";
        }
        if (type == byte[].class) {
            return bytes();
        }
        if (type == char[].class) {
            return TEXT.toCharArray();
        }
        if (type == Map.class) {
            return secret ? Map.of("name", TEXT) : Map.of();
        }
        if (type == HttpHeaders.class) {
            return HttpHeaders.of(Map.of("Location", List.of(TEXT)), (header, value) -> true);
        }
        if (type == ECKey.class) {
            return KEY;
        }
        if (type.isPrimitive()) {
            return type == boolean.class
                    ? (Object) false
                    : type == int.class ? (Object) 0 : type == long.class ? 0L : null;
        }
        boolean own = type.getName().startsWith(PACKAGE) && !Modifier.isAbstract(type.getModifiers()) && !type.isEnum();
        return own && depth > 0 ? object(type, depth - 1) : OTHERS.get(type);
    }

    private static final Map<Class<?>, Object> OTHERS = Map.of(
            Instant.class,
            Instant.EPOCH,
            Duration.class,
            Duration.ZERO,
            URI.class,
            URI.create("https://localhost"),
            List.class,
            List.of(),
            Set.class,
            Set.of(),
            SortedMap.class,
            new TreeMap<>(),
            ConcurrentSkipListMap.class,
            new ConcurrentSkipListMap<>(),
            Class.class,
            Object.class,
            Method.class,
            Object.class.getMethods()[0]);

    private static byte[] bytes() {
        return ("{\"error\":\"" + TEXT + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
