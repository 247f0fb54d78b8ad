package org.gongzhi.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.gongzhi.kernel.Tables;

/// Made-up names and numbers of people who do not exist. Telephone numbers begin with 100, which no operator
/// gives out.
final class MadeUp {

    private final SplittableRandom random;
    private final List<String> surnames = Tables.read("people/surnames.csv").stream()
            .map(row -> row.get("surname"))
            .toList();
    private final List<String> given = lines("given_chars.txt");

    MadeUp(SplittableRandom random) {
        this.random = random;
    }

    String name() {
        String surname = surnames.get(Math.min(random.nextInt(surnames.size()), random.nextInt(surnames.size())));
        String first = given.get(random.nextInt(given.size()));
        return random.nextInt(4) == 0 ? surname + first : surname + first + given.get(random.nextInt(given.size()));
    }

    String phone() {
        return "100%08d".formatted(random.nextInt(100_000_000));
    }

    /// A landline of an office; 0769 is Dongguan's, and 5550 is nobody's.
    String office() {
        return "0769-5550%04d".formatted(random.nextInt(10_000));
    }

    <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    static List<String> lines(String name) {
        try (var stream = MadeUp.class.getResourceAsStream("/data/demo/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("no " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
