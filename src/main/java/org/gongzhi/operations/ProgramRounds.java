package org.gongzhi.operations;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.stereotype.Component;

/// When each round of this program (`@Scheduled`) last began and ended. Spring says which there are and tells of every
/// run; a new round needs nothing for it.
@Component
public class ProgramRounds implements ObservationHandler<ScheduledTaskObservationContext> {

    private static final int PERIODS = 3;

    /// A round, by class and method. `began` null: not yet; `ended` null: not yet, or it runs; `late`: it runs, or has
    /// not begun, for longer than three of its periods and than its limit.
    public record Round(
            String name,
            Duration every,
            @Nullable Instant began,
            @Nullable Instant ended,
            boolean late) {

        public boolean running() {
            return began != null && ended == null;
        }

        /// How long it took; while it runs, until now.
        public Duration took(Instant now) {
            return began == null ? Duration.ZERO : Duration.between(began, ended == null ? now : ended);
        }
    }

    private record Run(Instant began, @Nullable Instant ended) {}

    private final ObjectProvider<ScheduledTaskHolder> holders;
    private final Limits limits;
    private final Clock clock;
    private final Instant started;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    ProgramRounds(ObjectProvider<ScheduledTaskHolder> holders, Limits limits, Clock clock) {
        this.holders = holders;
        this.limits = limits;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ScheduledTaskObservationContext;
    }

    @Override
    public void onStart(ScheduledTaskObservationContext context) {
        runs.put(name(context.getMethod()), new Run(clock.instant(), null));
    }

    @Override
    public void onStop(ScheduledTaskObservationContext context) {
        runs.computeIfPresent(name(context.getMethod()), (_, run) -> new Run(run.began, clock.instant()));
    }

    private static String name(Method method) {
        return name(method.getDeclaringClass().getName() + "." + method.getName());
    }

    private static String name(String method) {
        return method.replaceFirst("^org\\.gongzhi\\.", "");
    }

    /// All, those that are late first.
    public List<Round> all() {
        Instant now = clock.instant();
        return holders.stream()
                .flatMap(holder -> holder.getScheduledTasks().stream())
                .map(scheduled -> round(scheduled.getTask(), now))
                .sorted(Comparator.comparing(Round::late).reversed().thenComparing(Round::name))
                .toList();
    }

    Stream<Round> late() {
        return all().stream().filter(Round::late);
    }

    private Round round(Task task, Instant now) {
        String name = name(task.toString());
        Duration every = every(task);
        Run run = runs.get(name);
        Instant since = run == null ? started.plus(first(task)) : run.ended == null ? run.began : run.ended;
        Duration most = every.multipliedBy(PERIODS);
        Duration limit = limits.span("round-late", name);
        boolean late = Duration.between(since, now).compareTo(most.compareTo(limit) > 0 ? most : limit) > 0;
        return new Round(name, every, run == null ? null : run.began, run == null ? null : run.ended, late);
    }

    private Duration every(Task task) {
        if (task instanceof CronTask hours) {
            var hour = CronExpression.parse(hours.getExpression());
            LocalDateTime next = hour.next(LocalDateTime.ofInstant(started, clock.getZone()));
            LocalDateTime after = next == null ? null : hour.next(next);
            return after == null ? Duration.ofDays(366) : Duration.between(next, after);
        }
        return task instanceof IntervalTask rate ? rate.getIntervalDuration() : Duration.ZERO;
    }

    private static Duration first(Task task) {
        return task instanceof IntervalTask rate ? rate.getInitialDelayDuration() : Duration.ZERO;
    }
}
