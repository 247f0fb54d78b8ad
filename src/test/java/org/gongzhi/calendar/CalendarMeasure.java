package org.gongzhi.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.gongzhi.kernel.Clocks;

/// Ends of terms and working time between two moments, on one thread, beside adding a plain day.
public final class CalendarMeasure {

    private static final int TIMES = 1_000_000;

    private CalendarMeasure() {}

    /// Measures.
    public static void main(String[] arguments) {
        var calendar = new WorkingCalendar();
        var policies = new Policies();
        System.out.println("| what | per second |");
        System.out.println("|---|---|");
        line(
                "a day added to an instant in Asia/Shanghai (limit)",
                at -> at.atZone(Clocks.ZONE).plusDays(1).toInstant().getEpochSecond());
        for (String term :
                new String[] {"24 HOUR", "15 DAY", "1 MONTH", "4 WORKING_HOUR", "5 WORKING_DAY", "30 WORKING_DAY"}) {
            var length = Term.parse(term);
            line("end of " + term, at -> calendar.end(at, length).getEpochSecond());
        }
        line(
                "working time of ten days",
                at -> calendar.workingTime(at, at.plusSeconds(864_000)).toSeconds());
        line(
                "the policy for a kind, a place and a channel",
                at -> policies.find(new Policies.Question(
                                        Policies.Stage.values()[
                                                (int) (at.getEpochSecond() % Policies.Stage.values().length)],
                                        "441900106002",
                                        "HOTLINE",
                                        "E0102",
                                        "",
                                        LocalDate.of(2026, 5, 1)))
                                .isPresent()
                        ? 1
                        : 0);
    }

    private static void line(String what, ToLongFunction<Instant> one) {
        long sum = 0;
        double rate = 0;
        for (int round = 0; round < 3; round++) {
            var random = new SplittableRandom(round);
            long start = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                sum += one.applyAsLong(Instant.ofEpochSecond(1_767_225_600L + random.nextInt(31_000_000)));
            }
            rate = TIMES * 1e9 / (System.nanoTime() - start);
        }
        System.out.printf("| %s | %,.0f |%s%n", what, rate, sum == 42 ? " " : "");
    }
}
