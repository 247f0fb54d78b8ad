package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gongzhi.kernel.Tables;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The bill of materials that is shipped in the program (CycloneDX): what is in it is licensed for us, there
/// once, and none of what is known to be weak. The list of weaknesses is ours and short; a scanner that knows
/// them all reads the same bill (`./gongzhi sbom`).
class DependenciesTest {

    private static final Set<String> LICENSES = Set.of(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "0BSD",
            "CC0-1.0",
            "EPL-2.0",
            "Unicode-3.0",
            "LGPL-2.1-only",
            "GPL-2.0-with-classpath-exception",
            "Bouncy Castle Licence");

    private static Map<String, List<JsonNode>> components() throws IOException {
        var components = new TreeMap<String, List<JsonNode>>();
        try (var in = new ClassPathResource("META-INF/sbom/application.cdx.json").getInputStream()) {
            for (JsonNode each : new JsonMapper().readTree(in).path("components")) {
                components
                        .computeIfAbsent(
                                each.path("group").asString() + ":"
                                        + each.path("name").asString(),
                                _ -> new ArrayList<>())
                        .add(each);
            }
        }
        assertThat(components).hasSizeGreaterThan(100).containsKey("org.postgresql:postgresql");
        return components;
    }

    @Test
    void everythingIsLicensedForUsAndThereOnce() throws IOException {
        components().forEach((name, found) -> {
            assertThat(found).as(name).hasSize(1);
            String version = found.getFirst().path("version").asString();
            assertThat(version).as(name).doesNotContainIgnoringCase("snapshot").matches(".*\\d.*");
            var licenses = new TreeSet<String>();
            for (JsonNode each : found.getFirst().path("licenses")) {
                JsonNode license = each.path("license");
                licenses.add(license.path("id").asString(license.path("name").asString("")));
            }
            // of several, one may be chosen
            assertThat(licenses).as(name).isNotEmpty().anyMatch(LICENSES::contains);
        });
    }

    @Test
    void nothingKnownToBeWeakIsShipped() throws IOException {
        var components = components();
        var below = new HashMap<String, String>();
        Tables.read("weaknesses.csv").forEach(row -> below.put(row.get("component"), row.get("below")));
        assertThat(below.keySet().stream().filter(components::containsKey)).hasSizeGreaterThan(15);
        below.forEach((name, least) -> components
                .getOrDefault(name, List.of())
                .forEach(each -> assertThat(older(each.path("version").asString(), least))
                        .as("%s %s, at least %s", name, each.path("version").asString(), least)
                        .isFalse()));
    }

    private static boolean older(String version, String than) {
        String[] have = version.split("[.-]");
        String[] need = than.split("[.-]");
        for (int i = 0; i < Math.min(have.length, need.length); i++) {
            if (have[i].matches("\\d+") && need[i].matches("\\d+") && !have[i].equals(need[i])) {
                return Integer.parseInt(have[i]) < Integer.parseInt(need[i]);
            }
        }
        return have.length < need.length;
    }

    @Test
    void anOlderVersionIsSeen() {
        assertThat(older("42.7.6", "42.7.7")).isTrue();
        assertThat(older("42.7.13", "42.7.7")).isFalse();
        assertThat(older("2", "2.0")).isTrue();
        assertThat(older("10.0.0", "9.9.9")).isFalse();
    }
}
