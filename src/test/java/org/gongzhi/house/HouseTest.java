package org.gongzhi.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.canary.untagged.UntaggedBird;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;

/// The rules of the house: who may use whom, and how things are called. Each rule is tried on the house and on a
/// canary that it has to refuse.
class HouseTest {

    private static final Path CANARY = Path.of("src/test/resources/canary");
    private static final Pattern TIRED =
            Pattern.compile(".*(Impl|Manager|Helper|Util|Utils|Dto|DTO|Mapper|Data|Info)$|^(Base|Abstract).*");

    /// The canary's modules: `attic` says that it uses nobody, and uses `cellar`.
    private static ApplicationModules canaryModules() {
        return ApplicationModules.of("org.gongzhi.canary.modules", _ -> true);
    }

    @Test
    void modulesUseOnlyWhatTheyMay() {
        Compiled.MODULES.verify();
        assertThat(canaryModules().detectViolations().getMessages())
                .anyMatch(message -> message.contains("'attic'") && message.contains("'cellar'"));
    }

    @Test
    void theMapInArchitectureIsTheRealOne() {
        String architecture = Folders.text(Path.of("ARCHITECTURE.md"));
        assertThat(architecture).contains(map(Compiled.MODULES));
        assertThat(architecture).doesNotContain(map(canaryModules()));
    }

    private static String map(ApplicationModules modules) {
        return modules.stream()
                .map(module -> {
                    var uses = module.getDirectDependencies(modules)
                            .uniqueModules()
                            .map(each -> each.getIdentifier().toString())
                            .filter(name -> !name.equals("kernel"))
                            .sorted()
                            .collect(Collectors.joining(", "));
                    return "| `" + module.getIdentifier() + "` | " + (uses.isEmpty() ? "-" : uses) + " |";
                })
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /// Tables, words and pages stand in folders named by the module they belong to.
    @Test
    void everyFolderBelongsToAModule() {
        var modules = Compiled.MODULES.stream()
                .map(module -> module.getIdentifier().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Folders.inside(Folders.JAVA.resolve("org/gongzhi"))).isEqualTo(modules);
        assertThat(modules).containsAll(Folders.schemas()).containsAll(Folders.inside(Folders.PAGES));
        assertThat(modules).doesNotContainAnyElementsOf(Folders.schemas(CANARY.resolve("migration")));
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
                    if (implementers == 1) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " has one implementer"));
                    }
                }
            });

    private static final ArchRule HIDDEN_CONTROLLERS =
            noClasses().that().areMetaAnnotatedWith(Controller.class).should().bePublic();

    /// The mathematics of the ledger and a party's program run where there is neither Spring nor a database.
    private static final ArchRule BARE_LEDGER = noClasses()
            .that()
            .resideInAnyPackage("..ledger.tree..", "..ledger.witness..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "org.gongzhi.ledger", "org.gongzhi.journal..");

    private static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("now()") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().getPackageName().equals("java.time")
                            && call.getName().equals("now")
                            && call.getTarget().getRawParameterTypes().isEmpty();
                }
            });

    private static final ArchRule SQL_STAYS_BEHIND_THE_WEB = noClasses()
            .that(resideInAPackage("..web..").and(not(simpleName("SitePages"))))
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.jdbc.."));

    @Test
    void namesAreCalm() {
        hold(CALM_NAMES, "BirdManager");
    }

    @Test
    void noInterfaceStandsAlone() {
        hold(NO_LONELY_INTERFACES, "BirdManager$Lonely");
    }

    @Test
    void controllersAreHidden() {
        hold(HIDDEN_CONTROLLERS, "BirdManager");
    }

    @Test
    void theMathematicsOfTheLedgerStandsAlone() {
        hold(BARE_LEDGER, "LeaningTree");
    }

    @Test
    void timeComesFromTheClock() {
        hold(TIME_COMES_FROM_THE_CLOCK, "BirdManager");
    }

    @Test
    void webClassesHoldNoSql() {
        hold(SQL_STAYS_BEHIND_THE_WEB, "RowPages");
    }

    @Test
    void whatIsBorrowedIsGivenBack() {
        ArchRule rule = classes().should(new Borrowing());
        for (String each : List.of("Rows", "Folder", "Connection", "ConnectionWhenItFails", "Statement", "Bytes")) {
            hold(rule, "Magpie.keeps" + each + " ");
        }
        assertThat(rule.evaluate(Compiled.CANARIES).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("Magpie.keepsWhatWasLent "))
                .noneMatch(detail -> detail.contains("Magpie.returns") || detail.contains("Magpie.lends"));
    }

    /// The house keeps the rule, and the rule refuses this canary.
    private static void hold(ArchRule rule, String canary) {
        rule.check(Compiled.MAIN);
        assertThat(rule.allowEmptyShould(true)
                        .evaluate(Compiled.CANARIES)
                        .getFailureReport()
                        .getDetails())
                .as("the rule must refuse its canary: %s", rule.getDescription())
                .anyMatch(detail -> detail.contains(canary));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(bare(Folders.JAVA)).isEmpty();
        assertThat(bare(CANARY.resolve("java"))).containsExactly(CANARY.resolve("java/bird"));
    }

    private static List<Path> bare(Path root) {
        return Folders.files(root, ".java").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> Folders.files(folder, "package-info.java").stream()
                        .filter(info -> info.getParent().equals(folder))
                        .noneMatch(info -> Folders.text(info).contains("@NullMarked")))
                .toList();
    }

    /// A module's SQL names its own schema and no other, in migrations as in code.
    @Test
    void aModuleSpeaksOnlyToItsOwnTables() {
        var schemas = Folders.schemas();
        assertThat(trespass(Folders.JAVA.resolve("org/gongzhi"), schemas)).isEmpty();
        assertThat(trespass(Folders.MIGRATIONS, schemas)).isEmpty();
        assertThat(trespass(CANARY.resolve("java"), schemas))
                .containsExactly("bird/BirdStore.java reaches into journal");
        assertThat(trespass(CANARY.resolve("migration"), schemas))
                .containsExactly("bird/V1__bird.sql reaches into places");
    }

    private static TreeSet<String> trespass(Path root, TreeSet<String> schemas) {
        var reach = Pattern.compile(
                "(?:from|join|into|update|references|table|on)\\s+(" + String.join("|", schemas) + ")\\.[a-z_]+[\\s(]",
                Pattern.CASE_INSENSITIVE);
        var trespass = new TreeSet<String>();
        for (Path file : Folders.files(root, "")) {
            Path here = root.relativize(file);
            reach.matcher(Folders.text(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(other -> !here.startsWith(other))
                    .forEach(other -> trespass.add(here + " reaches into " + other));
        }
        return trespass;
    }

    /// What is true over the embedded PostgreSQL has to be true over any: a test of the running program is run over
    /// another one too, or says why not. Journeys look at pages.
    @Test
    void everyTestOfTheProgramRunsOverAnotherDatabaseOrSaysWhyNot() {
        var undecided = Folders.files(Folders.TESTS, "Test.java").stream()
                .filter(file -> !file.toString().endsWith("JourneyTest.java"))
                .map(file -> Folders.TESTS.relativize(file).toString())
                .map(file -> file.replace(".java", "").replace('/', '.'))
                .map(HouseTest::type)
                .filter(type ->
                        RunningProgram.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                .filter(type -> !decided(type))
                .toList();
        assertThat(undecided).isEmpty();
        assertThat(decided(UntaggedBird.class)).isFalse();
    }

    private static boolean decided(Class<?> type) {
        boolean over = List.of(type.getAnnotationsByType(Tag.class)).stream()
                .anyMatch(tag -> tag.value().equals("sql"));
        var not = type.getAnnotation(EmbeddedOnly.class);
        return over != (not != null && !not.value().isBlank());
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, HouseTest.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void noStoreAndDoorGoRoundInACircle() {
        Offenders.hold("store-door-circle", circles(Compiled.MAIN));
        assertThat(circles(Compiled.CANARIES))
                .containsExactly(new Offence("store-door-circle", "canary.circle.NestStore", 2));
    }

    private static List<Offence> circles(JavaClasses classes) {
        Set<String> doors = classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.isMetaAnnotatedWith(Component.class))
                .filter(type -> !type.getPackageName().contains(".web"))
                .map((JavaClass type) -> Circles.title(type))
                .collect(Collectors.toSet());
        return Growth.circles(Circles.of(classes), doors);
    }
}
