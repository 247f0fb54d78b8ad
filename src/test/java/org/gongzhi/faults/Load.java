package org.gongzhi.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// People who work for a while through whatever stands at a URL, and then are counted: `URL TOWN-FILE SECONDS JDBC-URL
/// gone|none`. Prints the longest time in which nothing was acknowledged and what of the acknowledged is not there;
/// with `none`, a single request that failed is a fault too.
public final class Load {

    private Load() {}

    public static void main(String[] words) throws Exception {
        var town = Files.readAllLines(Path.of(words[1]));
        long longest = 0;
        try (var deeds = new Deeds(words[0], town.getFirst(), town.get(1))) {
            long end = System.nanoTime()
                    + Duration.ofSeconds(Long.parseLong(words[2])).toNanos();
            deeds.begin(16, System.nanoTime());
            long seen = 0;
            long at = System.nanoTime();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                long now = deeds.acknowledged.get();
                if (now != seen) {
                    longest = Math.max(longest, System.nanoTime() - at);
                    at = System.nanoTime();
                    seen = now;
                }
            }
            deeds.close();
            var there = new TreeSet<String>();
            var twice = new TreeSet<String>();
            try (var connection = DriverManager.getConnection(words[3]);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select text from matters.matter where text like 'fault %'")) {
                while (rows.next()) {
                    if (!there.add(rows.getString(1).substring(6))) {
                        twice.add(rows.getString(1));
                    }
                }
            }
            long lost =
                    deeds.keys().stream().filter(key -> !there.contains(key)).count();
            System.out.printf(
                    "%,d acts acknowledged, %,d requests failed and were repeated; longest without an acknowledgement %.1f s; lost %d, twice %d%n",
                    deeds.acknowledged.get(), deeds.failed.get(), longest / 1e9, lost, twice.size());
            deeds.wrong.forEach(System.out::println);
            boolean well = lost == 0
                    && twice.isEmpty()
                    && deeds.wrong.isEmpty()
                    && (words[4].equals("gone") || deeds.failed.get() == 0);
            System.out.println(well ? "HELD" : "BROKEN");
            System.exit(well ? 0 : 1);
        }
    }
}
