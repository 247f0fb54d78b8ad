package org.gongzhi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gongzhi.matters.Stage;
import org.junit.jupiter.api.Test;

/// Words for people: only in the message files, in both languages, and every refusal has its sentence.
class WordsTest {

    private static final Path CANARY = Path.of("src/test/resources/canary");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern REFUSAL = Pattern.compile(
            "Refusal\\.(?:invalid|signIn|forbidden|unknown|conflict|tooMany|unavailable)\\(\\s*\"([a-z-]+)\"");

    /// Half a sign's width after or before a Chinese one, or after a place that Chinese follows.
    private static final Pattern HALF_WIDTH =
            Pattern.compile("[\\p{IsHan}”’」』）》] ?[,:;?!()\\[\\]]|[,:;?!()\\[\\]] ?[\\p{IsHan}“‘「『（《]"
                    + "|(?s)(?=.*\\p{IsHan})\\{\\d} ?[,:;?!] ");

    /// Sentences that show what is typed or computed, sign by sign.
    private static final Set<String> TYPED = Set.of(
            "inspections.draw.lead", "inspections.teams.hint", "inspections.teams.lines", "matters.kinds.fieldsHint");

    private static final Pattern DECLARED = Pattern.compile("^@(?:import|param) .*$", Pattern.MULTILINE);

    /// What a reader sees between two tags. A language that is named in itself says which one it is; a name that is the
    /// same in all carries `translate="no"`.
    private static final Pattern VISIBLE = Pattern.compile("(?<!lang=\"[a-zA-Z-]{2,5}\")(?<!translate=\"no\")"
            + "(?:>[^<>@{}!]*[\\p{IsHan}]|>\\s*[A-Za-z]{3,}[^<>@{};()]*<)");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(outOfStep(Folders.MESSAGES)).isEmpty();
        assertThat(outOfStep(CANARY.resolve("messages")))
                .containsExactly(
                        "bird.both has other places in en",
                        "bird.only is missing in en",
                        "nest.bracket is missing in en",
                        "nest.colon is missing in en",
                        "nest.comma is missing in en",
                        "nest.one is missing in en",
                        "nest.place is missing in en",
                        "nest.stray stands in bird");
    }

    @Test
    void everyMessageFileBelongsToAModule() {
        var modules = Folders.inside(Folders.JAVA.resolve("org/gongzhi"));
        assertThat(subjects(Folders.MESSAGES))
                .filteredOn(name -> !name.equals("refusal"))
                .isSubsetOf(modules);
        assertThat(subjects(CANARY.resolve("messages"))).doesNotContainAnyElementsOf(modules);
    }

    @Test
    void everyRefusalHasItsSentence() {
        var known = words(Folders.MESSAGES, "refusal", "en").stringPropertyNames();
        assertThat(speechless(Folders.JAVA, known)).isEmpty();
        assertThat(speechless(CANARY.resolve("java"), known)).containsExactly("BirdStore.java: no-such-sentence");
        for (Stage stage : Stage.values()) {
            assertThat(known).contains("refusal.stage-" + stage);
        }
    }

    @Test
    void pagesHoldNoWordsOfTheirOwn() {
        assertThat(wordy(Folders.PAGES)).isEmpty();
        assertThat(wordy(CANARY.resolve("pages"))).containsExactly("chinese.jte", "english.jte");
    }

    @Test
    void chineseIsPunctuatedInFullWidth() {
        assertThat(halfWidth(Folders.MESSAGES)).isEmpty();
        assertThat(halfWidth(CANARY.resolve("messages")))
                .containsExactly("nest.bracket", "nest.colon", "nest.comma", "nest.place");
    }

    private static TreeSet<String> halfWidth(Path folder) {
        var complaints = new TreeSet<String>();
        for (String subject : subjects(folder)) {
            words(folder, subject, "zh_CN").forEach((key, sentence) -> {
                if (!TYPED.contains(key.toString())
                        && HALF_WIDTH.matcher(sentence.toString()).find()) {
                    complaints.add(key.toString());
                }
            });
        }
        return complaints;
    }

    private static TreeSet<String> outOfStep(Path folder) {
        var complaints = new TreeSet<String>();
        for (String subject : subjects(folder)) {
            var chinese = words(folder, subject, "zh_CN");
            var english = words(folder, subject, "en");
            var all = new TreeMap<Object, Object>(chinese);
            all.putAll(english);
            for (Object key : all.keySet()) {
                if (!key.toString().startsWith(subject + ".")) {
                    complaints.add(key + " stands in " + subject);
                } else if (!english.containsKey(key) || !chinese.containsKey(key)) {
                    complaints.add(key + " is missing in " + (english.containsKey(key) ? "zh_CN" : "en"));
                } else if (!places(chinese.get(key)).equals(places(english.get(key)))) {
                    complaints.add(key + " has other places in en");
                }
            }
        }
        return complaints;
    }

    private static TreeSet<String> subjects(Path folder) {
        return Folders.files(folder, ".properties").stream()
                .map(file -> file.getFileName().toString().replaceFirst("_.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> places(Object sentence) {
        return PLACE.matcher(sentence.toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A file that is not there says nothing.
    private static Properties words(Path folder, String subject, String language) {
        var properties = new Properties();
        Path file = folder.resolve(subject + "_" + language + ".properties");
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return properties;
    }

    private static TreeSet<String> speechless(Path root, Collection<String> known) {
        var complaints = new TreeSet<String>();
        for (Path file : Folders.files(root, ".java")) {
            REFUSAL.matcher(Folders.text(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(code -> !code.equals("stage-")) // the stage follows; asked for one by one
                    .filter(code -> !known.contains("refusal." + code))
                    .forEach(code -> complaints.add(file.getFileName() + ": " + code));
        }
        return complaints;
    }

    private static TreeSet<String> wordy(Path root) {
        return Folders.files(root, ".jte").stream()
                .filter(file ->
                        VISIBLE.matcher(withoutExpressions(Folders.text(file))).find())
                .map(file -> root.relativize(file).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A page without its declarations and without what stands in `${…}` and `!{…}`.
    private static String withoutExpressions(String page) {
        String text = DECLARED.matcher(page).replaceAll("");
        var left = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (depth > 0) {
                depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
            } else if (text.startsWith("${", at) || text.startsWith("!{", at)) {
                depth = 1;
                at++;
            } else {
                left.append(sign);
            }
        }
        return left.toString();
    }
}
