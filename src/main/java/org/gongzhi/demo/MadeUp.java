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
    private static final List<String> SURNAMES = Tables.read("people/surnames.csv").stream()
            .map(row -> row.get("surname"))
            .toList();
    private static final List<String> GIVEN = lines("given_chars.txt");

    MadeUp(SplittableRandom random) {
        this.random = random;
    }

    String name() {
        String surname = SURNAMES.get(Math.min(random.nextInt(SURNAMES.size()), random.nextInt(SURNAMES.size())));
        String first = GIVEN.get(random.nextInt(GIVEN.size()));
        return random.nextInt(4) == 0 ? surname + first : surname + first + GIVEN.get(random.nextInt(GIVEN.size()));
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
