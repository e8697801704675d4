package dev.idiolect.oauth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.OfficialScopes;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scope strings mean the same here and on the official server. */
class OfficialScopesIT {

    private static final int COUNT = 6_000;
    private static final String APPVIEW = "did:web:api.bsky.app#bsky_appview";

    /** Questions to the server, and the same ones to this library. */
    private static final Map<JsonObject, Predicate<Permissions>> ASKS = asks();

    private static Map<JsonObject, Predicate<Permissions>> asks() {
        Map<JsonObject, Predicate<Permissions>> asks = new LinkedHashMap<>();
        for (String collection : List.of("a.b.c", "app.bsky.feed.post", "*")) {
            for (RepoAction action : RepoAction.values()) {
                asks.put(
                        ask("repo", "action", Words.word(action), "collection", collection),
                        permissions -> permissions.allowsRepo(action, collection));
            }
        }
        for (String method : List.of("a.b.c", "app.bsky.feed.like", "chat.bsky.convo.getLog", "*")) {
            for (String service : List.of(APPVIEW, "did:web:localhost%3A80#a+b~c", "did:web:api.bsky.app", "*")) {
                asks.put(
                        ask("rpc", "lxm", method, "aud", service),
                        permissions -> permissions.allowsRpc(method, service));
            }
        }
        for (String type : List.of("image/png", "image/jpeg", "video/mp4", "a/b", "image/*", "*/*", "image", "")) {
            asks.put(ask("blob", "mime", type), permissions -> permissions.allowsBlob(type));
        }
        for (AccountAttribute attribute : AccountAttribute.values()) {
            for (AccountAction action : AccountAction.values()) {
                asks.put(
                        ask("account", "attr", Words.word(attribute), "action", Words.word(action)),
                        permissions -> permissions.allowsAccount(attribute, action));
            }
        }
        for (IdentityAttribute attribute : IdentityAttribute.values()) {
            asks.put(
                    ask("identity", "attr", Words.word(attribute)),
                    permissions -> permissions.allowsIdentity(attribute));
        }
        return asks;
    }

    private static JsonObject ask(String resource, Object... options) {
        return Jsons.object(resource, Jsons.object(options));
    }

    private static JsonObject question(String scope) {
        return Jsons.object("scope", scope, "asks", List.copyOf(ASKS.keySet()));
    }

    private static String canonical(String value) {
        try {
            Permission permission = Permission.parse(value);
            return permission instanceof UnknownScope ? null : permission.scope();
        } catch (InvalidPermissionException invalid) {
            return null;
        }
    }

    private static List<String> texts(JsonObject response) {
        return response.getJsonArray("values").stream()
                .map(value -> value instanceof JsonString text ? text.getString() : null)
                .toList();
    }

    private static List<String> scopes() {
        Random random = new Random(1);
        List<String> plain = List.of("atproto", "transition:generic", "transition:email", "transition:chat.bsky");
        return Stream.generate(() -> IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(i -> switch (random.nextInt(8)) {
                            case 0 -> plain.get(random.nextInt(plain.size()));
                            case 1, 2 -> CanonicalScopeTest.value(random);
                            default -> CanonicalScopeTest.plausibleValue(random);
                        })
                        .filter(value -> !isReadDifferently(value))
                        .collect(Collectors.joining(" ")))
                .filter(scope -> !scope.isEmpty())
                .distinct()
                .limit(COUNT)
                .toList();
    }

    /**
     * The server reads a plus sign after the question mark as a space, and writes it without encoding. It also writes
     * percent signs without encoding, reads invalid percent encoding there as it is, and compares MIME types with their
     * case. It writes two actions for an account in any order.
     */
    private static boolean isReadDifferently(String value) {
        String query = value.replaceFirst("^[^?]*", "");
        return query.contains("+")
                || query.contains("%2B")
                || value.contains("%25")
                || query.matches(".*%(?![0-9A-Fa-f]{2}).*")
                || !value.toLowerCase(Locale.ROOT).replace("%2a", "%2A").equals(value) && value.contains("IMAGE")
                || value.startsWith("account") && query.contains("read") && query.contains("manage");
    }

    /** The server accepts any characters on both sides of a slash. */
    private static boolean hasNoMimeType(String canonical) {
        return canonical != null
                && canonical.startsWith("blob")
                && !canonical.matches("blob[:?](?:&?(?:accept=)?(?:[A-Za-z0-9.+-]+|[*])/(?:[A-Za-z0-9.+-]+|[*]))+");
    }

    @Test
    void canonicalTextsAndDecisionsAreThoseOfTheServer() {
        List<String> scopes = scopes();
        List<JsonObject> responses = OfficialScopes.ask(
                scopes.stream().map(OfficialScopesIT::question).toList());
        List<String> differences = new ArrayList<>();
        int valid = 0;
        int allowed = 0;
        for (int i = 0; i < scopes.size(); i++) {
            String scope = scopes.get(i);
            List<String> own =
                    Stream.of(scope.split(" ")).map(OfficialScopesIT::canonical).toList();
            valid += (int) own.stream().filter(text -> text != null).count();
            List<String> server = texts(responses.get(i));
            if (server.stream().anyMatch(OfficialScopesIT::hasNoMimeType)) {
                continue;
            }
            if (!own.equals(server)) {
                differences.add(scope + ": " + own + ", server: " + server);
            }
            Permissions granted = Permissions.ofGrant(scope);
            int index = 0;
            for (Map.Entry<JsonObject, Predicate<Permissions>> ask : ASKS.entrySet()) {
                boolean decision = responses.get(i).getJsonArray("allowed").get(index++) == JsonValue.TRUE;
                allowed += decision ? 1 : 0;
                if (ask.getValue().test(granted) != decision) {
                    differences.add(scope + ": " + ask.getKey() + ", server: " + decision);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(valid).isGreaterThan(COUNT / 10);
        assertThat(allowed).isGreaterThan(COUNT);
    }

    /** Members of permissions in sets, in all combinations. */
    @Test
    void setsAreExpandedAsOnTheServer() {
        List<JsonObject> permissions = new ArrayList<>();
        for (String resource : List.of("repo", "rpc", "blob")) {
            for (Object nsids : List.of(
                    List.of("a.b.c"),
                    List.of("a.b.d", "a.b.c"),
                    List.of("a.b.sub.d"),
                    List.of("x.y.z"),
                    List.of("*"),
                    "a.b.c",
                    List.of())) {
                for (String name : List.of("collection", "lxm")) {
                    for (Object other :
                            List.of(List.of("create"), List.of("create", "x"), List.of(), "create", "*", APPVIEW)) {
                        for (String otherName : List.of("action", "aud", "later")) {
                            for (Object inherit : new Object[] {null, true, false}) {
                                permissions.add(Jsons.object(
                                        "type",
                                        "permission",
                                        "resource",
                                        resource,
                                        name,
                                        nsids,
                                        otherName,
                                        other,
                                        "inheritAud",
                                        inherit));
                            }
                        }
                    }
                    permissions.add(
                            Jsons.object("type", "permission", "resource", resource, name, nsids, "inheritAud", true));
                }
            }
        }
        for (String include : List.of("include:a.b.auth", "include:a.b.auth?aud=did:web:api.bsky.app%23bsky_appview")) {
            JsonObject main = Jsons.object("type", "permission-set", "permissions", permissions);
            List<String> server = texts(OfficialScopes.ask(List.of(Jsons.object("include", include, "set", main)))
                    .get(0));
            PermissionSet set = PermissionSet.of(Jsons.object("id", "a.b.auth", "defs", Jsons.object("main", main)));
            List<String> own = ((IncludePermission) Permission.parse(include))
                    .expand(set).stream().map(Permission::scope).toList();
            assertThat(own).isNotEmpty().isEqualTo(server);
        }
    }
}
