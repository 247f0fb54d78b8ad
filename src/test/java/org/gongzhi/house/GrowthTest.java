package org.gongzhi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing grows beyond what one can read at once. What was larger when the rules came stands in
/// `src/test/resources/house/offenders.csv`, and only shrinks.
class GrowthTest {

    @TempDir
    private Path folder;

    /// The canary: a source file with this in it.
    private List<Source> canary(String code) throws IOException {
        Files.writeString(folder.resolve("Bird.java"), "package org.gongzhi.bird;\n" + code);
        return Source.read(folder);
    }

    @Test
    void filesAreShort() throws IOException {
        Offenders.hold("file-lines", Growth.files(Source.house()));
        assertThat(Growth.files(canary("\n".repeat(299)))).isEmpty();
        assertThat(Growth.files(canary("\n".repeat(300))))
                .containsExactly(
                        new Offence("file-lines", folder.resolve("Bird.java").toString(), 301));
    }

    @Test
    void methodsAreShort() throws IOException {
        Offenders.hold("method-lines", Growth.methods(Source.house()));
        assertThat(Growth.methods(canary(method(28)))).isEmpty();
        assertThat(Growth.methods(canary(method(29))))
                .containsExactly(new Offence("method-lines", "bird.Bird.Wing#flap", 31));
    }

    private static String method(int lines) {
        return "class Bird { class Wing {\n@Override\nvoid flap() {" + "beat();\n".repeat(lines) + "} } }";
    }

    @Test
    void constructorsTakeFewThings() throws IOException {
        Offenders.hold("constructor-parameters", Growth.constructors(Source.house()));
        assertThat(Growth.constructors(canary("class Bird { Bird(" + parameters(8) + ") {} }")))
                .isEmpty();
        assertThat(Growth.constructors(canary("class Bird { Bird(" + parameters(9) + ") {} }")))
                .containsExactly(new Offence("constructor-parameters", "bird.Bird", 9));
    }

    @Test
    void recordsHaveFewComponents() throws IOException {
        Offenders.hold("record-components", Growth.records(Source.house()));
        assertThat(Growth.records(canary("record Bird(" + parameters(12) + ") { static int eggs; }")))
                .isEmpty();
        assertThat(Growth.records(canary("record Bird(" + parameters(13) + ") {}")))
                .containsExactly(new Offence("record-components", "bird.Bird", 13));
    }

    /// `int p0, long p1, int p2, …`
    private static String parameters(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> (i % 2 == 0 ? "int p" : "long p") + i)
                .collect(Collectors.joining(", "));
    }

    @Test
    void noThreeNeighboursOfOneTypeStandAtADoor() throws IOException {
        Offenders.hold("like-neighbours", Growth.neighbours(Source.main()));
        String methods = "void fly(String from, String to, int how, String why) {}"
                + " public void call(String from, String to, String what) {} void nest(int a, int b, int c) {} }";
        assertThat(Growth.neighbours(canary("public class Bird { public " + methods)))
                .containsExactly(new Offence("like-neighbours", "bird.Bird#call", 3));
        assertThat(Growth.neighbours(canary("class Bird { public " + methods))).isEmpty();
    }

    @Test
    void theListOfOffendersOnlyShrinks() {
        var listed = List.of(new Offence("file-lines", "A", 400), new Offence("file-lines", "B", 400));
        assertThat(Offenders.complaints(listed, listed)).isEmpty();
        var found = List.of(new Offence("file-lines", "A", 401), new Offence("file-lines", "C", 301));
        assertThat(Offenders.complaints(found, listed))
                .containsExactly(
                        "grown: file-lines,A,401 (was 400)",
                        "new: file-lines,C,301",
                        "take its row away: file-lines,B,400");
        assertThat(Offenders.shrunk("file-lines", found, listed)).containsExactly(listed.getFirst());
        var smaller = List.of(new Offence("file-lines", "A", 350), new Offence("file-lines", "B", 400));
        assertThat(Offenders.complaints(smaller, listed)).isEmpty();
        assertThat(Offenders.shrunk("file-lines", smaller, listed)).containsExactlyElementsOf(smaller);
        assertThat(Offenders.shrunk("method-lines", List.of(), listed)).containsExactlyElementsOf(listed);
    }

    @Test
    void everyRowOfTheListBelongsToARule() {
        assertThat(Offenders.listed()).extracting(Offence::rule).isSubsetOf(Offenders.RULES);
    }
}
