package org.gongzhi.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.gongzhi.Gongzhi;
import org.gongzhi.Town;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The whole program in a process of its own, whose clock follows a file, and which builds a small town at
/// its first start: `TOWN-FILE CLOCK-FILE --options...`.
public final class FaultyProgram {

    private FaultyProgram() {}

    /// Real time plus the milliseconds that stand in a file. Without an annotation, so that only this program has it.
    static class Shifted {

        @Bean
        @Primary
        Clock shiftedClock() {
            return new Jumping(Path.of(System.getProperty("faults.clock")));
        }
    }

    private static final class Jumping extends Clock {
        private volatile long shift;

        Jumping(Path file) {
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    try {
                        shift = Long.parseLong(Files.readString(file).strip());
                    } catch (IOException | NumberFormatException beingWritten) {
                        // the next look will do
                    }
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            });
        }

        @Override
        public ZoneId getZone() {
            return Clocks.ZONE;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(shift).truncatedTo(ChronoUnit.MICROS);
        }
    }

    public static void main(String[] words) throws IOException {
        Path town = Path.of(words[0]);
        System.setProperty("faults.clock", words[1]);
        var sources = new ArrayList<Class<?>>(List.of(Gongzhi.class, Shifted.class));
        boolean first = !Files.exists(town);
        if (first) {
            sources.add(Town.class);
        }
        var context = new SpringApplication(sources.toArray(Class<?>[]::new))
                .run(List.of(words).subList(2, words.length).toArray(String[]::new));
        if (first) {
            var built = context.getBean(Town.class);
            var sessions = context.getBean(Sessions.class);
            var lines = new ArrayList<String>();
            lines.add(built.stairwell.code());
            for (Role role : List.of(Role.PROPERTY_MANAGER, Role.GRID_WORKER, Role.SYSTEM_ADMINISTRATOR)) {
                lines.add(sessions.makeToken(built.actor(role).account(), "faults", Duration.ofDays(100)));
            }
            Path fresh = town.resolveSibling("town.new");
            Files.write(fresh, lines);
            Files.move(fresh, town);
        }
    }
}
