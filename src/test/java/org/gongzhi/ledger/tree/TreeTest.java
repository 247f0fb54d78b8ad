package org.gongzhi.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gongzhi.Scale;
import org.gongzhi.kernel.Secrets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tree against the vectors of others, against a second way to compute it, exhaustively up to 160 entries (the
/// whole run: 1,000) and at random up to ten million.
class TreeTest {

    private static final Path VECTORS = Path.of("src/test/resources/ledger");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    private static List<Path> cases(String folder) throws IOException {
        try (var files = Files.walk(VECTORS.resolve("merkle-proofs").resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /// A number of a case; those beyond 63 bits are negative, as no index or size may be.
    private static long number(JsonNode node, String name) {
        return node.path(name).bigIntegerValue().longValue();
    }

    private static List<Hash> proof(JsonNode node) {
        var proof = new ArrayList<Hash>();
        node.path("proof").forEach(each -> proof.add(Hash.parse(each.asString())));
        return proof;
    }

    private static Hash hash(JsonNode node, String name) {
        return Hash.parse(node.path(name).asString(""));
    }

    /// The root of a case. Some of equal sizes hold bytes of another length, only to be equal or not: their own hash
    /// stands for them.
    private static Hash root(JsonNode node, String name) {
        byte[] bytes = java.util.Base64.getDecoder().decode(node.path(name).asString(""));
        return bytes.length == Hash.BYTES ? Hash.of(bytes) : Hash.leaf(bytes);
    }

    private interface Check {
        boolean holds(JsonNode node, List<Hash> proof);
    }

    private static void agree(String folder, int expected, Check check) throws IOException {
        var files = cases(folder);
        assertThat(files).hasSize(expected);
        for (Path file : files) {
            JsonNode node = json(file);
            boolean holds;
            try {
                holds = check.holds(node, proof(node));
            } catch (Flaw refused) {
                holds = false;
            }
            assertThat(holds)
                    .as(file.toString())
                    .isEqualTo(!node.path("wantErr").asBoolean());
        }
    }

    @Test
    void everyProofOfTheVectorsIsJudgedAsTheirAuthorsJudgeIt() throws IOException {
        agree("inclusion", 98, (node, proof) -> {
            Hash root = hash(node, "root");
            Hash leaf = hash(node, "leafHash");
            return Proofs.included(leaf, number(node, "leafIdx"), number(node, "treeSize"), proof, root);
        });
        agree("consistency", 98, (node, proof) -> {
            Hash first = root(node, "root1");
            Hash second = root(node, "root2");
            return Proofs.consistent(number(node, "size1"), first, number(node, "size2"), second, proof);
        });
    }

    @Test
    void everyProofOverASubtreeToo() throws IOException {
        agree("subtreeinclusion", cases("subtreeinclusion").size(), (node, proof) -> {
            Hash root = hash(node, "root");
            Hash leaf = hash(node, "leafHash");
            return Proofs.included(
                    leaf, number(node, "leafIdx"), number(node, "start"), number(node, "end"), proof, root);
        });
        JsonNode sample = json(cases("subtreeconsistency").getFirst());
        assertThat(sample.propertyNames()).contains("start", "end", "size", "root1", "root2");
        agree("subtreeconsistency", cases("subtreeconsistency").size(), (node, proof) -> {
            Hash root = root(node, "root1");
            Hash whole = root(node, "root2");
            return Proofs.consistent(
                    number(node, "start"), number(node, "end"), root, number(node, "size"), whole, proof);
        });
    }

    @Test
    void theReferenceTreeHasItsRoots() throws IOException {
        JsonNode reference = json(VECTORS.resolve("reference/rfc6962-reference-tree.json"));
        var growth = new Growth(new Tree((level, n, width) -> new byte[0], 0));
        var roots = reference.path("root_hex_by_tree_size");
        assertThat(growth.root().hex()).isEqualTo(roots.get(0).asString());
        for (int i = 0; i < 8; i++) {
            byte[] entry = HexFormat.of()
                    .parseHex(reference.path("leaf_inputs_hex").get(i).asString());
            assertThat(Hash.leaf(entry).hex())
                    .isEqualTo(reference
                            .path("node_hashes_hex_by_level")
                            .get(0)
                            .get(i)
                            .asString());
            growth.add(entry);
            assertThat(growth.root().hex()).isEqualTo(roots.get(i + 1).asString());
        }
    }

    @Test
    void tilesLieWhereTheDocumentSays() throws IOException {
        JsonNode facts = json(VECTORS.resolve("reference/tile-facts.json"));
        assertThat(Hash.leaf("hello world".getBytes(StandardCharsets.UTF_8)).base64())
                .isEqualTo(
                        facts.path("record_hash").path("rfc6962_leaf_hash_b64").asString());
        for (var each : facts.path("index_encoding").properties()) {
            assertThat(Tiles.number(Long.parseLong(each.getKey())))
                    .isEqualTo(each.getValue().asString());
            assertThat(Tiles.parse(each.getValue().asString())).isEqualTo(Long.parseLong(each.getKey()));
        }
        assertThat(List.of("x000/001", "1", "x001", "0x1/000", "-01", "x1/000", "../001"))
                .allSatisfy(wrong -> assertThat(Tiles.parse(wrong)).isEqualTo(-1));
        var tiles = Tiles.between(0, 70_000);
        JsonNode of = facts.path("tree_70000");
        assertThat(tiles.stream().filter(tile -> tile.level() == 0 && tile.width() == 256))
                .hasSize(of.path("level0_full").asInt());
        assertThat(tiles)
                .contains(
                        new Tiles.Tile(0, 273, of.path("level0_partial").asInt()),
                        new Tiles.Tile(1, 1, of.path("level1_partial").asInt()),
                        new Tiles.Tile(2, 0, of.path("level2_partial").asInt()))
                .hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(Tiles.between(0, 256)).containsExactly(new Tiles.Tile(0, 0, 256), new Tiles.Tile(1, 0, 1));
        assertThat(new Tiles.Tile(1, 1234067, 17).path()).isEqualTo("tile/1/x001/x234/067.p/17");
    }

    @Test
    void allSubtreesUpTo130EntriesHaveTheHashesAndProofsOfTheVectors() throws Exception {
        JsonNode expected =
                json(VECTORS.resolve("reference/subtree-accumulated.json")).path("rolling_sha256");
        var log = new byte[130][];
        var leaves = new Growth(new Tree((level, n, width) -> new byte[0], 0));
        for (int i = 0; i < 130; i++) {
            log[i] = new byte[] {(byte) i};
            leaves.add(log[i]);
        }
        byte[] tile = leaves.tiles().values().iterator().next();
        Hashes hashes = (level, n, width) -> tile;
        var subtrees = Secrets.digest();
        var inclusions = Secrets.digest();
        var consistencies = Secrets.digest();
        for (int end = 0; end <= 130; end++) {
            for (int start = 0; start <= end; start++) {
                if (start == end) {
                    subtrees.update(ascii("[" + start + ", " + end + ") " + Hash.EMPTY.hex() + "\n"));
                }
                if (!Proofs.valid(start, end)) {
                    continue;
                }
                var tree = new Tree(hashes, end);
                Hash root = tree.root(start, end);
                subtrees.update(ascii("[" + start + ", " + end + ") " + root.hex() + "\n"));
                for (int i = start; i < end; i++) {
                    var proof = new Tree(shifted(log, start), end - start).inclusion(i - start);
                    assertThat(Proofs.included(Hash.leaf(log[i]), i, start, end, proof, root))
                            .isTrue();
                    inclusions.update(ascii(i + " [" + start + ", " + end + ")" + written(proof)));
                }
            }
        }
        for (int n = 0; n <= 130; n++) {
            var tree = new Tree(hashes, n);
            for (int end = 0; end <= n; end++) {
                for (int start = 0; start <= end; start++) {
                    if (start == end) {
                        consistencies.update(ascii("[" + start + ", " + end + ") " + n + "\n"));
                    } else if (Proofs.valid(start, end)) {
                        var proof = tree.consistency(start, end);
                        assertThat(Proofs.consistent(start, end, tree.root(start, end), n, tree.root(), proof))
                                .isTrue();
                        consistencies.update(ascii("[" + start + ", " + end + ") " + n + written(proof)));
                    }
                }
            }
        }
        assertThat(hex(subtrees))
                .isEqualTo(expected.path("TestSubtreeHashVectors").asString());
        assertThat(hex(inclusions))
                .isEqualTo(expected.path("TestSubtreeInclusionProofVectors").asString());
        assertThat(hex(consistencies))
                .isEqualTo(expected.path("TestSubtreeConsistencyProofVectors").asString());
    }

    private static Hashes shifted(byte[][] log, int start) {
        var growth = new Growth(new Tree((level, n, width) -> new byte[0], 0));
        for (int i = start; i < log.length; i++) {
            growth.add(log[i]);
        }
        var tiles = growth.tiles();
        return (level, n, width) -> tiles.values().iterator().next();
    }

    private static String written(List<Hash> proof) {
        var text = new StringBuilder();
        proof.forEach(hash -> text.append(' ').append(hash.hex()));
        return text.append('\n').toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(java.security.MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The root by the definition, without tiles.
    private static Hash plainly(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int middle = Integer.highestOneBit(leaves.size() - 1);
        return Hash.node(plainly(leaves.subList(0, middle)), plainly(leaves.subList(middle, leaves.size())));
    }

    @Test
    void everySizeUpToAThousandProvesEveryEntryAndEveryEarlierSize() {
        var log = new Grown();
        var roots = new ArrayList<Hash>();
        var leaves = new ArrayList<Hash>();
        roots.add(Hash.EMPTY);
        var random = new Random(3);
        for (int size = 1; size <= 1000; size++) {
            log.grow(size);
            leaves.add(Hash.leaf(Grown.entry(size - 1)));
            var tree = log.tree();
            Hash root = tree.root();
            assertThat(root).isEqualTo(log.root());
            roots.add(root);
            if (size > Scale.of(70, 1000) && random.nextInt(Scale.of(200, 50)) > 0) {
                continue;
            }
            if (size <= 300 || size % 97 == 0) {
                assertThat(root).isEqualTo(plainly(leaves));
            }
            int now = size;
            IntStream.range(0, size).parallel().forEach(i -> {
                if (!Proofs.included(leaves.get(i), i, now, tree.inclusion(i), root)) {
                    throw new AssertionError("entry " + i + " of " + now);
                }
                if (!Proofs.consistent(i + 1, roots.get(i + 1), now, root, tree.consistency(i + 1))) {
                    throw new AssertionError((i + 1) + " in " + now);
                }
            });
            assertThat(tree.root(size / 2)).isEqualTo(roots.get(size / 2));
            assertThat(Proofs.included(leaves.getFirst(), 0, size, tree.inclusion(0), roots.get(size - 1)))
                    .isFalse();
            assertThat(tree.consistency(0)).isEmpty();
        }
    }

    @Test
    void randomSizesUpToTenMillion() {
        var random = new Random(8);
        var log = new Grown();
        long[] sizes =
                random.longs(6, 1001, Scale.of(1_000_000, 10_000_000)).sorted().toArray();
        var roots = new ArrayList<Hash>();
        for (long size : sizes) {
            log.grow(size);
            var tree = log.tree();
            Hash root = tree.root();
            for (int i = 0; i < 100; i++) {
                long index = random.nextLong(size);
                assertThat(Proofs.included(Hash.leaf(Grown.entry(index)), index, size, tree.inclusion(index), root))
                        .isTrue();
                assertThat(tree.leaf(index)).isEqualTo(Hash.leaf(Grown.entry(index)));
            }
            for (int i = 0; i < roots.size(); i++) {
                assertThat(tree.root(sizes[i])).isEqualTo(roots.get(i));
                assertThat(Proofs.consistent(sizes[i], roots.get(i), size, root, tree.consistency(sizes[i])))
                        .isTrue();
            }
            roots.add(root);
        }
    }

    @Test
    void aChangedProofProvesNothing() {
        var log = new Grown();
        log.grow(777);
        var tree = log.tree();
        var proof = tree.inclusion(300);
        Hash leaf = Hash.leaf(Grown.entry(300));
        for (int i = 0; i < proof.size(); i++) {
            var bytes = proof.get(i).bytes();
            bytes[i] ^= 1;
            var changed = new ArrayList<>(proof);
            changed.set(i, Hash.of(bytes));
            assertThat(Proofs.included(leaf, 300, 777, changed, tree.root())).isFalse();
            var shorter = new ArrayList<>(proof);
            shorter.remove(i);
            assertThat(Proofs.included(leaf, 300, 777, shorter, tree.root())).isFalse();
        }
        assertThat(Proofs.included(leaf, 301, 777, proof, tree.root())).isFalse();
        assertThat(Proofs.included(leaf, -1, 777, proof, tree.root())).isFalse();
        assertThatThrownBy(() -> tree.inclusion(777)).isInstanceOf(Flaw.class);
        assertThatThrownBy(() -> tree.consistency(778)).isInstanceOf(Flaw.class);
    }

    @Test
    void bundlesComeOutEven() {
        var entries = List.of(new byte[0], new byte[Tiles.MOST], new byte[] {1});
        byte[] bundle = Tiles.bundle(entries);
        assertThat(Tiles.entries(bundle)).hasSize(3);
        assertThat(Tiles.entries(bundle).get(2)).containsExactly(1);
        assertThatThrownBy(() -> Tiles.entries(java.util.Arrays.copyOf(bundle, bundle.length - 1)))
                .isInstanceOf(Flaw.class);
        assertThatThrownBy(() -> Tiles.entries(new byte[] {0})).isInstanceOf(Flaw.class);
        assertThatThrownBy(() -> Tiles.bundle(List.of(new byte[Tiles.MOST + 1])))
                .isInstanceOf(Flaw.class);
    }
}
