package org.gongzhi.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one clock. It ticks in microseconds, as PostgreSQL does, so that what is read back equals what was
/// written.
@Configuration
public class Clocks {

    /// Where every date and working hour is computed.
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /// The day it is in [#ZONE].
    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }

    /// The last second of a day in [#ZONE]: when a term of that day ends.
    public static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant().minusSeconds(1);
    }

    /// The moment in a column of `timestamptz`; null when there is none.
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    @Bean
    Clock clock() {
        return Clock.tick(Clock.system(ZONE), Duration.ofNanos(1000));
    }
}
