package org.gongzhi.calendar;

/// A length of time as a rule states it: 4 working hours, 5 working days, 24 hours, 15 days, one month.
public record Term(int amount, Unit unit) {

    /// Hours run at once (art. 201 Civil Code, second paragraph); days, months and years begin on the day
    /// after and end with the end of their last day (arts. 201, 202).
    public enum Unit {
        MINUTE,
        HOUR,
        DAY,
        MONTH,
        YEAR,
        WORKING_HOUR,
        WORKING_DAY
    }

    public Term {
        if (amount < 0 || amount > 10_000) {
            throw new IllegalArgumentException("a term of " + amount);
        }
    }

    /// Reads `5 WORKING_DAY`.
    public static Term parse(String text) {
        String[] parts = text.strip().split(" ");
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a term: " + text);
        }
        return new Term(Integer.parseInt(parts[0]), Unit.valueOf(parts[1]));
    }

    @Override
    public String toString() {
        return amount + " " + unit;
    }
}
