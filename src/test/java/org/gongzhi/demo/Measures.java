package org.gongzhi.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.Gongzhi;
import org.gongzhi.journeys.PageMeasure;
import org.gongzhi.kernel.Filling;
import org.gongzhi.ledger.LedgerMeasure;
import org.gongzhi.library.SearchMeasure;
import org.gongzhi.matters.MatterCopy;
import org.gongzhi.people.PersonCopy;
import org.gongzhi.register.ImportMeasure;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// What `bench/run` starts over a folder of the demonstration: `NAME FOLDER [WORD…]`. None of it is part of the
/// program, and none of it runs over a folder that `./gongzhi demo` has not filled: it writes millions of made-up
/// people, matters and ballots.
public final class Measures {

    /// What is registered with the program for measuring, beside what it consists of.
    private static final Class<?>[] PARTS = {
        Gongzhi.class,
        Filling.class,
        MatterCopy.class,
        PersonCopy.class,
        RegisterMeasure.class,
        DutyMeasure.class,
        InspectionMeasure.class,
        VoteMeasure.class,
        CityMeasure.class,
        SearchMeasure.class,
        LedgerMeasure.class
    };

    /// A measurement in the program, beside the one that runs over the same folder.
    @FunctionalInterface
    private interface Inside {
        void run(ConfigurableApplicationContext program, List<String> words) throws Exception;
    }

    /// A measurement that asks the running program from outside.
    @FunctionalInterface
    private interface Outside {
        void run(String... words) throws Exception;
    }

    private static final Map<String, Inside> INSIDE = new TreeMap<>(Map.of(
            "register",
            (program, words) -> program.getBean(RegisterMeasure.class).run(Integer.parseInt(words.getFirst())),
            "duty",
            (program, _) -> program.getBean(DutyMeasure.class).run(),
            "inspections",
            (program, _) -> program.getBean(InspectionMeasure.class).run(),
            "votes",
            (program, words) -> program.getBean(VoteMeasure.class).run(Integer.parseInt(words.getFirst())),
            "city",
            (program, words) -> program.getBean(CityMeasure.class)
                    .run(Long.parseLong(words.getFirst()), Integer.parseInt(words.getLast())),
            "search",
            (program, _) -> program.getBean(SearchMeasure.class).run(Path.of("bench/library/labelled.txt")),
            "ledger",
            (program, _) -> program.getBean(LedgerMeasure.class).run()));

    private static final Map<String, Outside> OUTSIDE =
            new TreeMap<>(Map.of("pages", PageMeasure::main, "import", ImportMeasure::main));

    private Measures() {}

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        System.exit(run(System.err, arguments));
    }

    /// 0 when measured, 2 when called wrongly or over a folder that is no demonstration.
    static int run(PrintStream err, String... arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        if (arguments.length < 2 || !INSIDE.containsKey(name) && !OUTSIDE.containsKey(name)) {
            err.println("NAME FOLDER [WORD...]; NAME: " + INSIDE.keySet() + ", " + OUTSIDE.keySet());
            return 2;
        }
        Path folder = Path.of(arguments[1]).toAbsolutePath().normalize();
        if (!new Demonstration(folder).marked()) {
            err.println("这不是演示数据的文件夹，不在这里测量：" + folder);
            err.println("Not a folder of the demonstration, nothing is measured here: " + folder);
            return 2;
        }
        var words = List.of(arguments).subList(2, arguments.length);
        if (OUTSIDE.containsKey(name)) {
            OUTSIDE.get(name).run(words.toArray(String[]::new));
            return 0;
        }
        try (var program = new SpringApplication(PARTS).run(options(folder))) {
            INSIDE.get(name).run(program, words);
        }
        return 0;
    }

    private static String[] options(Path folder) {
        var options = new ArrayList<String>();
        options.add("--gongzhi.data=" + folder);
        options.add("--gongzhi.database-url="); // whatever the environment says
        options.add("--gongzhi.command=true");
        options.add("--gongzhi.attach=true");
        options.add("--gongzhi.database.silence=PT0S");
        options.add("--spring.main.lazy-initialization=true");
        options.add("--server.port=0");
        options.add("--server.address=127.0.0.1");
        options.add("--logging.level.org.gongzhi=error");
        return options.toArray(String[]::new);
    }
}
