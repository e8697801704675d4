package dev.idiolect.oauth.permission;

import static dev.idiolect.oauth.permission.RepoAction.CREATE;
import static dev.idiolect.oauth.permission.RepoAction.DELETE;
import static dev.idiolect.oauth.permission.RepoAction.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.permission.InvalidPermissionException.Kind;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionsTest {

    private static final String POST = "app.bsky.feed.post";
    private static final String TIMELINE = "app.bsky.feed.getTimeline";
    private static final String APPVIEW = "did:web:api.bsky.app#bsky_appview";
    private static final String CHAT = "chat.bsky.convo.sendMessage";

    private static Permissions of(String scope) {
        return Permissions.parse(scope);
    }

    @Test
    void builderWritesAScopeString() {
        Permissions permissions = Permissions.builder()
                .repo(POST, CREATE, DELETE)
                .repo(List.of("app.bsky.feed.like", "app.bsky.graph.follow"))
                .rpc(TIMELINE, APPVIEW)
                .rpc(List.of("b.b.c", "a.b.c"), "*")
                .blob("image/*", "video/mp4")
                .account(AccountAttribute.EMAIL, AccountAction.READ)
                .account(AccountAttribute.REPO, AccountAction.MANAGE)
                .identity(IdentityAttribute.HANDLE)
                .include("app.bsky.authFullApp")
                .include("app.bsky.authFullApp", APPVIEW)
                .add(PlainScope.TRANSITION_EMAIL)
                .build();
        assertThat(permissions.scope())
                .isEqualTo("atproto repo:app.bsky.feed.post?action=create&action=delete"
                        + " repo?collection=app.bsky.feed.like&collection=app.bsky.graph.follow"
                        + " rpc:app.bsky.feed.getTimeline?aud=did:web:api.bsky.app%23bsky_appview"
                        + " rpc?lxm=a.b.c&lxm=b.b.c&aud=*"
                        + " blob?accept=image/*&accept=video/mp4"
                        + " account:email account:repo?action=manage identity:handle"
                        + " include:app.bsky.authFullApp"
                        + " include:app.bsky.authFullApp?aud=did:web:api.bsky.app%23bsky_appview"
                        + " transition:email");
        assertThat(of(permissions.scope())).isEqualTo(permissions);
        assertThat(permissions.toBuilder().build()).isEqualTo(permissions);
    }

    @Test
    void builderRejectsInvalidPermissions() {
        for (Consumer<Permissions.Builder> call : List.<Consumer<Permissions.Builder>>of(
                builder -> builder.repo("post", CREATE),
                builder -> builder.repo(List.of(), CREATE),
                builder -> builder.repo("app.bsky.feed.post\u00e9"),
                builder -> builder.rpc("*", "*"),
                builder -> builder.rpc(TIMELINE, "did:web:api.bsky.app"),
                builder -> builder.blob(),
                builder -> builder.blob("image"),
                builder -> builder.blob("image/png&accept=*/*"),
                builder -> builder.include("*"),
                builder -> builder.include("a.b.c", "*"))) {
            assertThatThrownBy(() -> call.accept(Permissions.builder())).isInstanceOf(InvalidPermissionException.class);
        }
    }

    @Test
    void valuesKeepTheirOrderWithoutDuplicates() {
        Permissions permissions = of("repo:b.b.c blob:*/* atproto repo?collection=b.b.c repo:a.b.c");
        assertThat(permissions.scope()).isEqualTo("repo:b.b.c blob:*/* atproto repo:a.b.c");
        assertThat(permissions).hasSize(4).first().isInstanceOf(RepoPermission.class);
        assertThat(permissions.asSet()).containsExactlyElementsOf(permissions);
        assertThat(permissions)
                .isEqualTo(of("atproto blob:*/* repo:a.b.c repo:b.b.c"))
                .hasToString(permissions.scope());
        assertThatThrownBy(() -> permissions.asSet().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> permissions.iterator().remove()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void grantKeepsEachValue() {
        String scope = "atproto repo:app.bsky space:x repo:a.b.c?later=1 repo?collection=a.b.c \u00e9 x%zz rpc:*?aud=*";
        Permissions permissions = Permissions.ofGrant("  " + scope + " ");
        assertThat(permissions.scope()).isEqualTo(scope.replace("repo?collection=a.b.c", "repo:a.b.c"));
        assertThat(permissions.unknown())
                .extracting(UnknownScope::scope)
                .containsExactly("repo:app.bsky", "space:x", "repo:a.b.c?later=1", "\u00e9", "x%zz", "rpc:*?aud=*");
        assertThat(Permissions.ofGrant(permissions.scope())).isEqualTo(permissions);
        assertThat(Permissions.ofGrant(" ")).isEmpty();
        assertThat(Permissions.ofGrant("").scope()).isEmpty();
    }

    @Test
    void invalidValueAllowsNothing() {
        Permissions permissions =
                Permissions.ofGrant("atproto rpc:*?aud=* repo:*?later=1 blob:*/*?x account:email?action=*");
        assertThat(permissions.allowsRpc(TIMELINE, APPVIEW)).isFalse();
        assertThat(permissions.allowsRepo(CREATE, POST)).isFalse();
        assertThat(permissions.allowsBlob("image/png")).isFalse();
        assertThat(permissions.allowsAccount(AccountAttribute.EMAIL, AccountAction.READ))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "repo:app.bsky.feed.post, true, true, true",
        "repo:*, true, true, true",
        "repo:app.bsky.feed.post?action=create, true, false, false",
        "repo:*?action=update&action=delete, false, true, true",
        "repo?collection=a.b.c&collection=app.bsky.feed.post, true, true, true",
        "repo:app.bsky.feed.post?action=create repo:*?action=delete, true, false, true",
        "repo:app.bsky.feed.like, false, false, false",
        "repo:app.bsky.feed.Post, false, false, false",
        "transition:generic, true, true, true",
        "transition:email, false, false, false",
        "atproto, false, false, false"
    })
    void recordsOfACollection(String scope, boolean create, boolean update, boolean delete) {
        Permissions permissions = of(scope);
        assertThat(permissions.allowsRepo(CREATE, POST)).isEqualTo(create);
        assertThat(permissions.allowsRepo(UPDATE, POST)).isEqualTo(update);
        assertThat(permissions.allowsRepo(DELETE, POST)).isEqualTo(delete);
    }

    @Test
    void wildcardAsksForAll() {
        assertThat(of("repo:*").allowsRepo(CREATE, "*")).isTrue();
        assertThat(of("repo:a.b.c").allowsRepo(CREATE, "*")).isFalse();
        assertThat(of("rpc:a.b.c?aud=*").allowsRpc("a.b.c", "*")).isTrue();
        assertThat(of("rpc:a.b.c?aud=*").allowsRpc("*", APPVIEW)).isFalse();
        String onlyAppview = Permissions.builder().rpc("*", APPVIEW).build().scope();
        assertThat(of(onlyAppview).allowsRpc("*", APPVIEW)).isTrue();
        assertThat(of(onlyAppview).allowsRpc("*", "*")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "blob:*/*, image/png, true",
        "blob:image/*, image/png, true",
        "blob:image/png, image/png, true",
        "blob:image/png, image/jpeg, false",
        "blob:image/*, imagex/png, false",
        "blob?accept=image/png&accept=text/plain, text/plain, true",
        "blob:Image/*, IMAGE/png, true",
        "blob:text/plain, text/plain; charset=utf-8, true",
        "blob:image/svg+xml, image/svg+xml, true",
        "blob?accept=image/svg+xml&accept=a/b, image/svg+xml, true",
        "blob:*/*, image/*, false",
        "blob:*/*, */*, false",
        "blob:*/*, image, false",
        "blob:*/*, image/, false",
        "blob:*/*, image/ png, false",
        "blob:*/*, '', false",
        "transition:generic, image/png, true",
        "repo:*, image/png, false"
    })
    void blobsOfAType(String scope, String type, boolean allowed) {
        assertThat(of(scope).allowsBlob(type)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "rpc:app.bsky.feed.getTimeline?aud=*, true",
        "rpc:app.bsky.feed.getTimeline?aud=did:web:api.bsky.app%23bsky_appview, true",
        "rpc:app.bsky.feed.getTimeline?aud=did:web:api.bsky.app%23other, false",
        "rpc:*?aud=did:web:api.bsky.app%23bsky_appview, true",
        "rpc:*?aud=did:web:other.example%23bsky_appview, false",
        "rpc:app.bsky.feed.getFeed?aud=*, false",
        "rpc?lxm=a.b.c&lxm=app.bsky.feed.getTimeline&aud=*, true",
        "transition:generic, true",
        "transition:chat.bsky, false",
        "include:app.bsky.authFullApp, false",
        "atproto, false"
    })
    void callsOfAMethod(String scope, boolean allowed) {
        assertThat(of(scope).allowsRpc(TIMELINE, APPVIEW)).isEqualTo(allowed);
    }

    @Test
    void onlyItsOwnScopeAllowsChat() {
        assertThat(of("transition:generic").allowsRpc(CHAT, "did:web:api.bsky.chat#bsky_chat"))
                .isFalse();
        assertThat(of("transition:chat.bsky").allowsRpc(CHAT, "did:web:api.bsky.chat#bsky_chat"))
                .isTrue();
        assertThat(of("transition:generic").allowsRpc("*", APPVIEW)).isTrue();
        assertThat(of("transition:chat.bsky").allowsRpc("*", APPVIEW)).isFalse();
        assertThat(of("transition:generic").allowsRpc("chat.bskyx.y", APPVIEW)).isTrue();
    }

    @Test
    void manageIncludesRead() {
        Permissions manage = of("account:email?action=manage");
        assertThat(manage.allowsAccount(AccountAttribute.EMAIL, AccountAction.READ))
                .isTrue();
        assertThat(manage.allowsAccount(AccountAttribute.EMAIL, AccountAction.MANAGE))
                .isTrue();
        assertThat(manage.allowsAccount(AccountAttribute.REPO, AccountAction.MANAGE))
                .isFalse();
        Permissions read = of("account:email account:repo");
        assertThat(read.allowsAccount(AccountAttribute.EMAIL, AccountAction.READ))
                .isTrue();
        assertThat(read.allowsAccount(AccountAttribute.EMAIL, AccountAction.MANAGE))
                .isFalse();
        assertThat(read.allowsAccount(AccountAttribute.STATUS, AccountAction.READ))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(AccountAttribute.class)
    void transitionalEmailAllowsToReadTheEmail(AccountAttribute attribute) {
        Permissions permissions = of("transition:email");
        assertThat(permissions.allowsAccount(attribute, AccountAction.READ))
                .isEqualTo(attribute == AccountAttribute.EMAIL);
        assertThat(permissions.allowsAccount(attribute, AccountAction.MANAGE)).isFalse();
        assertThat(of("transition:generic").allowsAccount(attribute, AccountAction.READ))
                .isFalse();
    }

    @Test
    void wholeIdentityIncludesTheHandle() {
        assertThat(of("identity:*").allowsIdentity(IdentityAttribute.HANDLE)).isTrue();
        assertThat(of("identity:*").allowsIdentity(IdentityAttribute.ALL)).isTrue();
        assertThat(of("identity:handle").allowsIdentity(IdentityAttribute.HANDLE))
                .isTrue();
        assertThat(of("identity:handle").allowsIdentity(IdentityAttribute.ALL)).isFalse();
        assertThat(of("transition:generic").allowsIdentity(IdentityAttribute.HANDLE))
                .isFalse();
    }

    @Test
    void partsOfAPermissionAreAccessible() {
        RepoPermission repo = (RepoPermission) Permission.parse("repo?collection=b.b.c&collection=a.b.c&action=delete");
        assertThat(repo.collections()).containsExactly("a.b.c", "b.b.c");
        assertThat(repo.actions()).containsExactly(DELETE);
        RpcPermission rpc = (RpcPermission) Permission.parse("rpc:a.b.c?aud=did:web:a.example%23x");
        assertThat(rpc.methods()).containsExactly("a.b.c");
        assertThat(rpc.audience()).isEqualTo("did:web:a.example#x");
        BlobPermission blob = (BlobPermission) Permission.parse("blob?accept=image/PNG&accept=a/b");
        assertThat(blob.accept()).containsExactly("a/b", "image/png");
        AccountPermission account = (AccountPermission) Permission.parse("account:email");
        assertThat(account.attribute()).isEqualTo(AccountAttribute.EMAIL);
        assertThat(account.action()).isEqualTo(AccountAction.READ);
        assertThat(((IdentityPermission) Permission.parse("identity:*")).attribute())
                .isEqualTo(IdentityAttribute.ALL);
        IncludePermission include = (IncludePermission) Permission.parse("include:a.b.c?aud=did:web:a.example%23x");
        assertThat(include.nsid()).isEqualTo("a.b.c");
        assertThat(include.audience()).contains("did:web:a.example#x");
        assertThat(((IncludePermission) Permission.parse("include:a.b.c")).audience())
                .isEmpty();
    }

    @Test
    void kindsOfFaultsAreDistinguished() {
        assertThatThrownBy(() -> of("atproto rpc:*?aud=*"))
                .isInstanceOfSatisfying(
                        InvalidPermissionException.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Kind.BOTH_WILDCARDS));
    }

    @Test
    void longGrantIsReadInLinearTime() {
        String scope = "atproto " + "repo:x ".repeat(20_000) + "s".repeat(100_000);
        assertThat(Permissions.ofGrant(scope).unknown()).hasSize(2);
    }
}
