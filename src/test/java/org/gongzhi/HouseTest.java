package org.gongzhi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;

/// The rules of the house, each with something that shows it can say no.
class HouseTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.gongzhi");
    private static final JavaClasses CANARIES = new ClassFileImporter().importPackages("org.gongzhi.canary");
    private static final Pattern TIRED =
            Pattern.compile(".*(Impl|Manager|Helper|Util|Utils|Dto|DTO|Mapper|Data|Info)$|^(Base|Abstract).*");

    @Test
    void modulesUseOnlyWhatTheyMay() {
        ApplicationModules.of(Gongzhi.class).verify();
    }

    @Test
    void theMapInArchitectureIsTheRealOne() throws Exception {
        String map = ApplicationModules.of(Gongzhi.class).stream()
                .map(module -> {
                    var uses = module.getDirectDependencies(ApplicationModules.of(Gongzhi.class))
                            .uniqueModules()
                            .map(each -> each.getIdentifier().toString())
                            .filter(name -> !name.equals("kernel"))
                            .sorted()
                            .collect(Collectors.joining(", "));
                    return "| `" + module.getIdentifier() + "` | " + (uses.isEmpty() ? "-" : uses) + " |";
                })
                .sorted()
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("ARCHITECTURE.md"))).contains(map);
    }

    private static final ArchRule CALM_NAMES = classes().should(new ArchCondition<JavaClass>("have calm names") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (TIRED.matcher(type.getSimpleName()).matches()) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " has a tired name"));
            }
        }
    });

    private static final ArchRule NO_LONELY_INTERFACES = classes()
            .that()
            .areInterfaces()
            .and()
            .areNotAnnotations()
            .should(new ArchCondition<>("not have one implementer") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    long implementers = type.getAllSubclasses().stream()
                            .filter(each -> !each.isInterface())
                            .count();
                    boolean openDoor = type.getFullName().equals("org.gongzhi.journal.Follower");
                    if (implementers == 1 && !openDoor) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " has one implementer"));
                    }
                }
            });

    private static final ArchRule HIDDEN_CONTROLLERS = noClasses()
            .that()
            .areMetaAnnotatedWith(org.springframework.stereotype.Controller.class)
            .should()
            .bePublic();

    /// The mathematics of the ledger and a party's program run where there is neither Spring nor a database.
    private static final ArchRule BARE_LEDGER = noClasses()
            .that()
            .resideInAnyPackage("org.gongzhi.ledger.tree..", "org.gongzhi.ledger.witness..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "org.gongzhi.ledger", "org.gongzhi.journal..");

    private static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .should()
            .callMethodWhere(new com.tngtech.archunit.base.DescribedPredicate<JavaMethodCall>("now()") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().getPackageName().equals("java.time")
                            && call.getName().equals("now")
                            && call.getTarget().getRawParameterTypes().isEmpty();
                }
            });

    private static final ArchRule SQL_STAYS_BEHIND_THE_WEB = noClasses()
            .that(resideInAPackage("..web..")
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("SitePages"))))
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.jdbc.."));

    @Test
    void namesAreCalm() {
        CALM_NAMES.check(MAIN);
        assertRefuses(CALM_NAMES);
    }

    @Test
    void noInterfaceStandsAlone() {
        NO_LONELY_INTERFACES.check(MAIN);
        assertRefuses(NO_LONELY_INTERFACES);
    }

    @Test
    void controllersAreHidden() {
        HIDDEN_CONTROLLERS.check(MAIN);
        assertRefuses(HIDDEN_CONTROLLERS);
    }

    @Test
    void theMathematicsOfTheLedgerStandsAlone() {
        BARE_LEDGER.check(MAIN);
    }

    @Test
    void timeComesFromTheClock() {
        TIME_COMES_FROM_THE_CLOCK.check(MAIN);
        assertRefuses(TIME_COMES_FROM_THE_CLOCK);
    }

    @Test
    void webClassesHoldNoSql() {
        SQL_STAYS_BEHIND_THE_WEB.check(MAIN);
    }

    private static void assertRefuses(ArchRule rule) {
        assertThat(rule.allowEmptyShould(true).evaluate(CANARIES).hasViolation())
                .as("the rule must refuse its canary: %s", rule.getDescription())
                .isTrue();
    }

    @Test
    void everyPackageIsNullMarked() throws Exception {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var bare = files.filter(Files::isDirectory)
                    .filter(folder -> {
                        try (var inside = Files.list(folder)) {
                            return inside.anyMatch(file -> file.toString().endsWith(".java"));
                        } catch (java.io.IOException unreadable) {
                            throw new java.io.UncheckedIOException(unreadable);
                        }
                    })
                    .filter(folder -> {
                        try {
                            Path info = folder.resolve("package-info.java");
                            return !Files.exists(info)
                                    || !Files.readString(info).contains("@NullMarked");
                        } catch (java.io.IOException unreadable) {
                            throw new java.io.UncheckedIOException(unreadable);
                        }
                    })
                    .toList();
            assertThat(bare).isEmpty();
        }
    }

    /// A module's SQL names its own schema and no other, in migrations as in code.
    @Test
    void aModuleSpeaksOnlyToItsOwnTables() throws Exception {
        var schemas = List.of(
                "journal",
                "places",
                "people",
                "access",
                "files",
                "ledger",
                "duty",
                "notices",
                "matters",
                "register",
                "exchange",
                "disputes",
                "patrols",
                "library",
                "inspections",
                "conventions",
                "councils",
                "ballots",
                "operations");
        var trespass = new TreeSet<String>();
        for (String root : List.of("src/main/java/org/gongzhi", "src/main/resources/db/migration")) {
            for (String module : schemas) {
                Path folder = Path.of(root, module);
                try (var files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String text = Files.readString(file);
                        for (String other : schemas) {
                            var reach = Pattern.compile(
                                    "(from|join|into|update|references|table|on)\\s+" + other + "\\.[a-z_]+[\\s(]",
                                    Pattern.CASE_INSENSITIVE);
                            if (!other.equals(module) && reach.matcher(text).find()) {
                                trespass.add(file + " reaches into " + other);
                            }
                        }
                    }
                }
            }
        }
        assertThat(trespass).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "access",
                "duty",
                "notices",
                "matters",
                "register",
                "exchange",
                "disputes",
                "patrols",
                "library",
                "inspections",
                "conventions",
                "councils",
                "ballots",
                "ledger",
                "operations",
                "refusal"
            })
    void bothLanguagesSayTheSameThings(String module) throws Exception {
        var chinese = words(module + "_zh_CN");
        var english = words(module + "_en");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (Object key : chinese.keySet()) {
            assertThat(places(chinese.get(key))).as("%s", key).isEqualTo(places(english.get(key)));
        }
    }

    private static TreeSet<String> places(Object sentence) {
        return Pattern.compile("\\{\\d}")
                .matcher(sentence.toString())
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRefusalHasItsSentence() throws Exception {
        var known = words("refusal_en").keySet();
        var code = Pattern.compile(
                "Refusal\\.(?:invalid|signIn|forbidden|unknown|conflict|tooMany|unavailable)\\(\\s*\"([a-z-]+)\"");
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                code.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .forEach(found -> {
                            if (!found.equals("stage-")) {
                                assertThat(known).as("%s", file).contains("refusal." + found);
                            }
                        });
            }
        }
        for (var stage : org.gongzhi.matters.Stage.values()) {
            assertThat(known).contains("refusal.stage-" + stage);
        }
    }

    /// No sentence stands in a page: every visible word comes from the message files.
    @Test
    void pagesHoldNoWordsOfTheirOwn() throws Exception {
        var word = Pattern.compile(">[^<>@${}!]*[\\p{IsHan}]|>\\s*[A-Za-z]{3,}[^<>@${};()]*<");
        var allowed = List.of("layout.jte", "style.jte", "account.jte");
        try (var files = Files.walk(Path.of("src/main/jte"))) {
            var wordy = files.filter(file -> file.toString().endsWith(".jte"))
                    .filter(file -> !allowed.contains(file.getFileName().toString()))
                    .filter(file -> {
                        try {
                            return word.matcher(Files.readString(file)).find();
                        } catch (java.io.IOException unreadable) {
                            throw new java.io.UncheckedIOException(unreadable);
                        }
                    })
                    .toList();
            assertThat(wordy).isEmpty();
        }
    }

    private static Properties words(String name) throws Exception {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/messages/" + name + ".properties"))) {
            properties.load(reader);
        }
        return properties;
    }
}
