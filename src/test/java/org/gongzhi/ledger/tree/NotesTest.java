package org.gongzhi.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signed notes, checkpoints, cosignatures, receipts and policies against what others have made.
class NotesTest {

    private static final Path VECTORS = Path.of("src/test/resources/ledger");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");

    private static JsonNode reference(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(VECTORS.resolve("reference/" + name)));
    }

    private static SigningKey key(String name, Algorithm algorithm, int number) {
        byte[] secret = new byte[32];
        secret[31] = (byte) number;
        return new SigningKey(name, algorithm, secret);
    }

    @Test
    void notesOfOthersAreRead() throws IOException {
        for (String name : List.of("signed-note-example.json", "sumdb-real-checkpoint.json")) {
            JsonNode each = reference(name);
            var verifier = Verifier.parse(each.path("vkey").asString());
            String whole = each.path("signed_note").asString();
            assertThat(verifier.signed(Note.parse(whole))).contains(Instant.EPOCH);
            assertThat(Note.parse(whole).whole()).isEqualTo(whole);
            assertThat(verifier.vkey()).isEqualTo(each.path("vkey").asString());
            assertThatThrownBy(() -> verifier.signed(Note.parse("x" + whole))).isInstanceOf(Flaw.class);
        }
        var sumdb = Note.parse(
                reference("sumdb-real-checkpoint.json").path("signed_note").asString());
        assertThat(Checkpoint.parse(sumdb).origin()).isEqualTo("go.sum database tree");
        assertThat(Checkpoint.parse(sumdb).size()).isEqualTo(35225469);
    }

    @Test
    void theCosignatureOfAWitnessNotOursHolds() throws IOException {
        JsonNode each = reference("cosignature-v1-ed25519-from-sigsum-witness.json");
        var note = Note.parse(each.path("checkpoint").asString());
        assertThat(Verifier.parse(each.path("log_vkey").asString()).signed(note))
                .isPresent();
        var witness = Verifier.parse(each.path("witness_vkey_type04").asString());
        assertThat(witness.signed(note))
                .hasValueSatisfying(at -> assertThat(at)
                        .isBetween(Instant.parse("2023-01-01T00:00:00Z"), Instant.parse("2027-12-31T00:00:00Z")));
        var later = new Note(note.text().replace("70000", "70001"), note.lines());
        assertThatThrownBy(() -> witness.signed(later)).isInstanceOf(Flaw.class);
    }

    private static Policy policyOf(List<String> vkeys, int least) {
        var text = new StringBuilder("log " + vkeys.getFirst() + "\n");
        for (int i = 1; i < vkeys.size(); i++) {
            text.append("witness w").append(i).append(' ').append(vkeys.get(i)).append('\n');
        }
        text.append("group all ").append(least);
        for (int i = 1; i < vkeys.size(); i++) {
            text.append(" w").append(i);
        }
        return Policy.parse(text.append("\nquorum all\n").toString());
    }

    @Test
    void theReceiptOfOthersHoldsAndNoByteOfItMayChange() throws IOException {
        JsonNode each = reference("receipt-cross-verified.json");
        var vkeys = new ArrayList<String>();
        each.path("vkeys").forEach(vkey -> vkeys.add(vkey.asString()));
        var policy = policyOf(vkeys, 5);
        String text = each.path("receipt_tlog_proof").asString();
        byte[] entry = each.path("receipt_entry_utf8").asString().getBytes(StandardCharsets.UTF_8);
        assertThat(Receipt.parse(text).require(entry, policy).size()).isEqualTo(70_000);
        assertThat(Receipt.parse(text).text()).isEqualTo(text);
        for (int i = 0; i < entry.length; i++) {
            byte[] changed = entry.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Receipt.parse(text).require(changed, policy))
                    .isInstanceOf(Flaw.class);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += i < 1100 ? 1 : 13) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Receipt.parse(new String(changed, StandardCharsets.UTF_8))
                            .require(entry, policy))
                    .as("byte " + i)
                    .isInstanceOf(Flaw.class);
        }
    }

    @Test
    void everyKindOfLineStandsOnOneCheckpoint() {
        var checkpoint = new Checkpoint("example.com/ledger/1", 0, Hash.EMPTY);
        var keys = List.of(
                key("example.com/ledger/1", Algorithm.ED25519, 1),
                key("example.com/ledger/1/sm2", Algorithm.SM2, 2),
                key("example.com/ledger/1/ml-dsa-44", Algorithm.ML_DSA_44, 3),
                key("example.com/party", Algorithm.COSIGNATURE, 4));
        Note note = checkpoint.note();
        for (SigningKey key : keys) {
            note = note.with(List.of(key.sign(checkpoint.note(), NOON)));
        }
        var parsed = Note.parse(note.whole());
        for (SigningKey key : keys) {
            var verifier = Verifier.parse(key.verifier().vkey());
            assertThat(verifier.sound()).isTrue();
            assertThat(verifier.signed(parsed))
                    .contains(key.verifier().algorithm().timed() ? NOON : Instant.EPOCH);
            for (Note.Line line : parsed.lines()) {
                if (verifier.made(line)) {
                    byte[] signature = line.signature();
                    signature[signature.length - 1] ^= 1;
                    var forged = new Note(parsed.text(), List.of(new Note.Line(line.name(), line.id(), signature)));
                    assertThatThrownBy(() -> verifier.signed(forged)).isInstanceOf(Flaw.class);
                }
            }
            assertThat(verifier.signed(new Note(parsed.text(), List.of()))).isEmpty();
        }
        assertThatThrownBy(() -> Checkpoint.parse(new Note("a\n01\n" + Hash.EMPTY.base64() + "\n", List.of())))
                .isInstanceOf(Flaw.class);
        assertThatThrownBy(() -> Checkpoint.parse(
                        new Note("a\n0\n" + Hash.leaf(new byte[0]).base64() + "\n", List.of())))
                .isInstanceOf(Flaw.class);
    }

    @Test
    void sm3IsTheStandards() {
        var digest = new SM3Digest();
        digest.update("abc".getBytes(StandardCharsets.US_ASCII), 0, 3);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        assertThat(HexFormat.of().formatHex(out)).startsWith("66c7f0f4").endsWith("8f4ba8e0");
    }

    /// The kinds of keys in the vectors that a party may not enrol: of low order, with a low-order part, or
    /// not written in the one way.
    @Test
    void keysOnWhichLibrariesDifferAreRefused() throws IOException {
        JsonNode vectors = JSON.readTree(Files.readAllBytes(VECTORS.resolve("cctv-ed25519/ed25519vectors.json")));
        assertThat(vectors).hasSize(914);
        int refused = 0;
        for (JsonNode each : vectors) {
            var flags = new ArrayList<String>();
            each.path("flags").forEach(flag -> flags.add(flag.asString()));
            byte[] bytes = HexFormat.of().parseHex(each.path("key").asString());
            boolean maliciously = flags.stream()
                    .anyMatch(flag -> flag.equals("low_order_A")
                            || flag.equals("low_order_component_A")
                            || flag.equals("non_canonical_A"));
            boolean sound = new Verifier("example.com/party", Algorithm.COSIGNATURE, bytes).sound();
            if (maliciously) {
                assertThat(sound).as(each.path("number").asString()).isFalse();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void policiesSayWhoIsEnough() {
        var log = key("example.com/ledger/1", Algorithm.ED25519, 1);
        var text = new StringBuilder("# five parties\nlog " + log.verifier().vkey() + "\n");
        var parties = new ArrayList<SigningKey>();
        for (int i = 0; i < 5; i++) {
            var party = key("example.com/p" + i, Algorithm.COSIGNATURE, 10 + i);
            parties.add(party);
            text.append("witness p" + i + " " + party.verifier().vkey() + "\n");
        }
        text.append("group joint 4 p0 p1 p2 p3 p4\nquorum joint\n");
        var policy = Policy.parse(text.toString());
        var checkpoint = new Checkpoint("example.com/ledger/1", 0, Hash.EMPTY).note();
        Note note = checkpoint.with(List.of(log.sign(checkpoint, NOON)));
        for (int i = 0; i < 5; i++) {
            Note now = note;
            if (i < 4) {
                assertThatThrownBy(() -> policy.require(now)).isInstanceOf(Flaw.class);
            } else {
                assertThat(policy.require(now).size()).isZero();
            }
            note = note.with(List.of(parties.get(i).sign(checkpoint, NOON)));
        }
        assertThat(policy.cosigned(note)).hasSize(5);
        for (String wrong : Stream.of(
                        "quorum nobody\n",
                        "",
                        "log x\nquorum none\n",
                        "group g 2 a\nquorum g\n",
                        "frog\nquorum none\n",
                        text + "quorum joint\n",
                        text.toString().replace("4 p0", "6 p0"),
                        text.toString().replace("group joint 4 p0", "group other any p0\ngroup joint 4 p0"),
                        text + "witness p9 " + parties.getFirst().verifier().vkey() + "\n")
                .toList()) {
            assertThatThrownBy(() -> Policy.parse(wrong)).as(wrong).isInstanceOf(Flaw.class);
        }
    }

    @Test
    void brokenKeysAndNotesAreRefused() {
        String vkey = key("example.com/a", Algorithm.ED25519, 1).verifier().vkey();
        for (String wrong : List.of(
                "", "a", vkey + "A", "b" + vkey, vkey.replace("+", " "), vkey.substring(0, vkey.length() - 4))) {
            assertThatThrownBy(() -> Verifier.parse(wrong)).as(wrong).isInstanceOf(Flaw.class);
        }
        for (String wrong : List.of(
                "",
                "a\n",
                "a\n\n",
                "a\n\n— b\n",
                "a\n\n— b AAAA",
                "a\n\n- b AAAAAAAA\n",
                "a\u0001\n\n— b AAAAAAAA\n")) {
            assertThatThrownBy(() -> Note.parse(wrong)).as(wrong).isInstanceOf(Flaw.class);
        }
        for (String wrong :
                List.of("", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex -1\n\na\n\n— b AAAAAAAA\n")) {
            assertThatThrownBy(() -> Receipt.parse(wrong)).as(wrong).isInstanceOf(Flaw.class);
        }
    }
}
