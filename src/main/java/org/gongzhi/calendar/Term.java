package org.gongzhi.calendar;

/// A length of time as a rule states it: 4 working hours, 5 working days, 24 hours, 15 days.
public record Term(int amount, Unit unit) {

    /// Hours run at once (art. 201 Civil Code, second paragraph); days begin on the day after.
    public enum Unit {
        HOUR,
        DAY,
        WORKING_HOUR,
        WORKING_DAY
    }

    public Term {
        if (amount < 1 || amount > 10_000) {
            throw new IllegalArgumentException("a term of " + amount);
        }
    }

    /// Reads `5 WORKING_DAY`.
    public static Term parse(String text) {
        String[] parts = text.strip().split(" ");
        return new Term(Integer.parseInt(parts[0]), Unit.valueOf(parts[1]));
    }

    @Override
    public String toString() {
        return amount + " " + unit;
    }
}
