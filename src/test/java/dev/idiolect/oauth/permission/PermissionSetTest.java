package dev.idiolect.oauth.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.Jsons;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionSetTest {

    private static final String SET = "com.example.calendar.auth";
    private static final String AUDIENCE = "did:web:api.example.com#svc";

    private static PermissionSet set(String permissions) {
        return PermissionSet.of(Jsons.parse(("{'lexicon':1,'id':'" + SET + "','defs':{'main':{'type':'permission-set',"
                        + "'title':'Calendar','permissions':[" + permissions + "]}}}")
                .replace('\'', '"')));
    }

    private static List<String> expanded(String include, String permissions) {
        return ((IncludePermission) Permission.parse(include))
                .expand(set(permissions)).stream().map(Permission::scope).toList();
    }

    @Test
    void exampleOfTheSpecificationIsExpanded() {
        String permissions = """
                {"type":"permission","resource":"repo","collection":["com.example.calendar.event"]},
                {"type":"permission","resource":"repo","collection":["com.example.calendar.rsvp"],"action":["delete"]},
                {"type":"permission","resource":"rpc","inheritAud":true,
                 "lxm":["com.example.calendar.list","com.example.calendar.sub.get"]},
                {"type":"permission","resource":"rpc","aud":"*","lxm":["com.example.calendar.find"]}""";
        assertThat(expanded("include:com.example.calendar.auth?aud=did:web:api.example.com%23svc", permissions))
                .containsExactly(
                        "repo:com.example.calendar.event",
                        "repo:com.example.calendar.rsvp?action=delete",
                        "rpc?lxm=com.example.calendar.list&lxm=com.example.calendar.sub.get"
                                + "&aud=did:web:api.example.com%23svc",
                        "rpc:com.example.calendar.find?aud=*");
        // Without an audience, nothing can inherit one.
        assertThat(expanded("include:com.example.calendar.auth", permissions))
                .hasSize(3)
                .last()
                .isEqualTo("rpc:com.example.calendar.find?aud=*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other resources
                "'type':'permission','resource':'blob','accept':['image/*']",
                "'type':'permission','resource':'account','attr':'email'",
                "'type':'permission','resource':'identity','attr':'handle'",
                "'type':'permission','resource':'include','nsid':'com.example.calendar.other'",
                "'type':'permission','resource':'later'",
                "'type':'permission'",
                "'resource':'repo','collection':['com.example.calendar.event']",
                "'type':'later','resource':'repo','collection':['com.example.calendar.event']",
                // Unknown and invalid members
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'later':1",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'later':['x']",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'aud':'*'",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'inheritAud':true",
                "'type':'permission','resource':'repo','collection':'com.example.calendar.event'",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'action':'create'",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'action':[]",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'action':null",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event'],'action':['create','x']",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event',7]",
                "'type':'permission','resource':'repo','collection':[]",
                "'type':'permission','resource':'repo'",
                "'type':'permission','resource':'rpc','aud':'*'",
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list']",
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'aud':['*']",
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'inheritAud':false",
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'inheritAud':'true'",
                // Audiences and wildcards
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'aud':'did:web:x.example#y'",
                "'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'aud':'*','inheritAud':true",
                "'type':'permission','resource':'rpc','lxm':['*'],'inheritAud':true",
                "'type':'permission','resource':'rpc','lxm':['*'],'aud':'*'",
                "'type':'permission','resource':'repo','collection':['*']",
                // Other namespaces
                "'type':'permission','resource':'repo','collection':['app.bsky.feed.post']",
                "'type':'permission','resource':'repo','collection':['com.example.event']",
                "'type':'permission','resource':'repo','collection':['com.example.calendarx.event']",
                "'type':'permission','resource':'repo','collection':['com.example.calendar']",
                "'type':'permission','resource':'repo','collection':['com.example.calendar.event','app.bsky.feed.post']",
                "'type':'permission','resource':'rpc','lxm':['com.atproto.moderation.createReport'],'aud':'*'"
            })
    void permissionThatASetCannotContainIsLeftOut(String members) {
        String valid = "{'type':'permission','resource':'repo','collection':['com.example.calendar.valid']}";
        assertThat(expanded("include:" + SET + "?aud=" + AUDIENCE, "{" + members + "}," + valid + ",7,null,'text',[]"))
                .containsExactly("repo:com.example.calendar.valid");
    }

    /** The examples of the specification. */
    @ParameterizedTest
    @CsvSource({
        "app.example.feed.authOnlyPost, app.example.feed.post, true",
        "app.example.feed.authOnlyPost, app.example.feed.sub.post, true",
        "app.example.feed.authOnlyPost, app.example.actor.profile, false",
        "app.example.authFull, app.example.actor.profile, true",
        "app.example.authFull, app.example.feed.post, true",
        "app.example.authFull, app.examples.feed.post, false",
        "app.example.authFull, *, false"
    })
    void setHasAuthorityOverItsGroup(String set, String nsid, boolean authority) {
        assertThat(Nsid.isInGroupOf(set, nsid)).isEqualTo(authority);
    }

    @Test
    void permissionsOfASetDecide() {
        Permissions permissions =
                Permissions.builder().include(SET, AUDIENCE).include("a.b.c").build();
        assertThat(permissions.allowsRepo(RepoAction.CREATE, "com.example.calendar.event"))
                .isFalse();
        Permissions expanded = permissions.expand(
                List.of(
                        set(
                                "{'type':'permission','resource':'repo','collection':['com.example.calendar.event']},"
                                        + "{'type':'permission','resource':'rpc','lxm':['com.example.calendar.list'],'inheritAud':true}")));
        assertThat(expanded.scope())
                .isEqualTo("atproto repo:com.example.calendar.event"
                        + " rpc:com.example.calendar.list?aud=did:web:api.example.com%23svc include:a.b.c");
        assertThat(expanded.allowsRepo(RepoAction.CREATE, "com.example.calendar.event"))
                .isTrue();
        assertThat(expanded.allowsRpc("com.example.calendar.list", AUDIENCE)).isTrue();
        assertThat(expanded.allowsRpc("com.example.calendar.list", "did:web:other.example#svc"))
                .isFalse();
    }

    @Test
    void anotherSetIsRejected() {
        assertThatThrownBy(() -> expandOther())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use the set com.example.other.auth");
    }

    private static void expandOther() {
        ((IncludePermission) Permission.parse("include:com.example.other.auth")).expand(set(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | its id",
                "{'id':7} | its id",
                "{'id':'com.example'} | its id",
                "{'id':'com.example.auth'} | permission-set",
                "{'id':'com.example.auth','defs':[]} | permission-set",
                "{'id':'com.example.auth','defs':{'main':7}} | permission-set",
                "{'id':'com.example.auth','defs':{'main':{'type':'record','permissions':[]}}} | permission-set",
                "{'id':'com.example.auth','defs':{'main':{'type':'permission-set'}}} | an array",
                "{'id':'com.example.auth','defs':{'main':{'type':'permission-set','permissions':{}}}} | an array"
            },
            quoteCharacter = '`')
    void otherLexiconIsRejected(String lexicon, String rule) {
        assertThatThrownBy(() -> PermissionSet.of(Jsons.parse(lexicon.replace('\'', '"'))))
                .isInstanceOf(InvalidPermissionSetException.class)
                .hasMessageStartingWith("Invalid permission set: ")
                .hasMessageContaining(rule);
    }

    @Test
    void setsAreEqualIfTheirPermissionsAre() {
        String permission = "{'type':'permission','resource':'repo','collection':['com.example.calendar.event']}";
        assertThat(set(permission))
                .isEqualTo(set(permission))
                .hasSameHashCodeAs(set(permission))
                .isNotEqualTo(set(""))
                .hasToString(SET);
    }
}
