package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestJsonTest {

    private static final String DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final JsonObject RECORD = Jsons.object("text", "x");

    @Test
    void absentMembersAreLeftOut() {
        assertThat(CreateRecord.of(DID, "a.b.c", RECORD).toJson())
                .isEqualTo(Jsons.object("repo", DID, "collection", "a.b.c", "record", RECORD));
        assertThat(PutRecord.of(DID, "a.b.c", "self", RECORD).toJson())
                .isEqualTo(Jsons.object("repo", DID, "collection", "a.b.c", "rkey", "self", "record", RECORD));
        assertThat(DeleteRecord.of(DID, "a.b.c", "self").toJson())
                .isEqualTo(Jsons.object("repo", DID, "collection", "a.b.c", "rkey", "self"));
    }

    @Test
    void everyMemberOfTheLexiconIsSent() {
        assertThat(CreateRecord.of(DID, "a.b.c", RECORD).toBuilder()
                        .rkey("k")
                        .validate(true)
                        .swapCommit("commit")
                        .build()
                        .toJson()
                        .keySet())
                .containsExactlyInAnyOrder("repo", "collection", "rkey", "validate", "record", "swapCommit");
        assertThat(PutRecord.of(DID, "a.b.c", "k", RECORD).toBuilder()
                        .validate(false)
                        .swapRecord("record")
                        .swapCommit("commit")
                        .build()
                        .toJson()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "repo", "collection", "rkey", "validate", "record", "swapRecord", "swapCommit");
        assertThat(DeleteRecord.of(DID, "a.b.c", "k")
                        .withSwapRecord("record")
                        .withSwapCommit("commit")
                        .toJson()
                        .keySet())
                .containsExactlyInAnyOrder("repo", "collection", "rkey", "swapRecord", "swapCommit");
        assertThat(ApplyWrites.of(DID)
                        .withValidate(true)
                        .withSwapCommit("commit")
                        .toJson()
                        .keySet())
                .containsExactlyInAnyOrder("repo", "validate", "writes", "swapCommit");
    }

    @Test
    void putOnlyIfAbsentSendsNull() {
        assertThat(PutRecord.builder(DID, "a.b.c", "k", RECORD)
                        .onlyIfAbsent()
                        .build()
                        .toJson())
                .containsEntry("swapRecord", JsonValue.NULL);
        assertThat(PutRecord.builder(DID, "a.b.c", "k", RECORD)
                        .onlyIfAbsent()
                        .swapRecord("cid")
                        .build()
                        .toJson()
                        .getString("swapRecord"))
                .isEqualTo("cid");
    }

    @Test
    void requestsAreReadAndWrittenByJsonB() {
        CreateRecord create = CreateRecord.builder(DID, "a.b.c", RECORD)
                .rkey("k")
                .validate(false)
                .swapCommit("commit")
                .build();
        PutRecord put =
                PutRecord.builder(DID, "a.b.c", "k", RECORD).onlyIfAbsent().build();
        Jsonb jsonb = JsonbBuilder.create();
        assertThat(jsonb.fromJson(jsonb.toJson(create), JsonObject.class)).isEqualTo(create.toJson());
        assertThat(jsonb.fromJson(jsonb.toJson(put), JsonObject.class)).isEqualTo(put.toJson());
        assertThat(jsonb.fromJson(jsonb.toJson(create), CreateRecord.class)).isEqualTo(create);
        assertThat(jsonb.fromJson(jsonb.toJson(put), PutRecord.class)).isEqualTo(put);
    }

    @Test
    void builderOfARequestKeepsItsValues() {
        CreateRecord create = CreateRecord.builder(DID, "a.b.c", RECORD)
                .rkey("k")
                .validate(true)
                .swapCommit("commit")
                .build();
        PutRecord put = PutRecord.builder(DID, "a.b.c", "k", RECORD)
                .validate(false)
                .onlyIfAbsent()
                .swapCommit("commit")
                .build();
        assertThat(create.toBuilder().build()).isEqualTo(create).hasSameHashCodeAs(create);
        assertThat(create.toBuilder().rkey("other").build()).isNotEqualTo(create);
        assertThat(create)
                .hasToString("CreateRecord[repo=" + DID + ", collection=a.b.c, rkey=k, record={\"text\":\"x\"}]");
        assertThat(put.toBuilder().build()).isEqualTo(put).hasSameHashCodeAs(put);
        assertThat(put.toBuilder().swapRecord("cid").build()).isNotEqualTo(put);
    }

    @Test
    void writesHaveATypeMember() {
        assertThat(ApplyWrites.of(
                                DID,
                                Write.create("a.b.c", RECORD),
                                Write.update("a.b.c", "k", RECORD),
                                Write.delete("a.b.c", "k"))
                        .toJson()
                        .getJsonArray("writes"))
                .containsExactly(
                        Jsons.object(
                                "$type", "com.atproto.repo.applyWrites#create", "collection", "a.b.c", "value", RECORD),
                        Jsons.object(
                                "$type",
                                "com.atproto.repo.applyWrites#update",
                                "collection",
                                "a.b.c",
                                "rkey",
                                "k",
                                "value",
                                RECORD),
                        Jsons.object(
                                "$type", "com.atproto.repo.applyWrites#delete", "collection", "a.b.c", "rkey", "k"));
    }

    @Test
    void writesOfTheSameValuesAreEqual() {
        assertThat(Write.create("a.b.c", "k", RECORD))
                .isEqualTo(Write.create("a.b.c", "k", RECORD))
                .hasSameHashCodeAs(Write.create("a.b.c", "k", RECORD))
                .hasToString("Write[create, collection=a.b.c, rkey=k, value={\"text\":\"x\"}]")
                .isNotEqualTo(Write.create("a.b.c", RECORD))
                .isNotEqualTo(Write.update("a.b.c", "k", RECORD))
                .isNotEqualTo(Write.delete("a.b.c", "k"));
        assertThat(ApplyWrites.of(DID, Write.delete("a.b.c", "k")))
                .isEqualTo(ApplyWrites.of(DID, Write.delete("a.b.c", "k")));
    }

    @Test
    void blobIsWrittenAnywhereInARecord() {
        BlobRef blob = new BlobRef("bafy", "image/png", 3);
        JsonObject json =
                Jsons.object("$type", "blob", "ref", Jsons.object("$link", "bafy"), "mimeType", "image/png", "size", 3);
        assertThat(blob.toJson()).isEqualTo(json);
        assertThat(BlobRef.of(json)).isEqualTo(blob);
        assertThat(JsonMapping.toJson(blob)).isEqualTo(json);
        assertThat(JsonMapping.toJson(Map.of("images", List.of(blob)))
                        .asJsonObject()
                        .getJsonArray("images"))
                .containsExactly(json);
        assertThat(JsonMapping.jsonb().fromJson(JsonMapping.jsonb().toJson(blob), BlobRef.class))
                .isEqualTo(blob);
    }

    @Test
    void atUriIsParsed() {
        AtUri uri = AtUri.parse("at://" + DID + "/a.b.c/3k~x:y_z.-");
        assertThat(uri).isEqualTo(new AtUri(DID, "a.b.c", "3k~x:y_z.-"));
        assertThat(uri).hasToString("at://" + DID + "/a.b.c/3k~x:y_z.-");
        for (String wrong : List.of(
                "",
                "at://x",
                "at://x/y",
                "http://x/y/z",
                "at://x/y/z/a",
                "at://x/y/z?q",
                "at://x/y/",
                "at://x/y/.",
                "at://x/y/..")) {
            assertThatThrownBy(() -> AtUri.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
