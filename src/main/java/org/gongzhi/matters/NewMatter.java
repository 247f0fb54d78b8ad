package org.gongzhi.matters;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Phone;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// What a reporter hands in. Every channel makes it; what is wrong with it is refused here.
public record NewMatter(
        String kind,
        long place,
        Place.@Nullable Point at,
        String text,
        List<String> photos,
        Matter.Reporter reporter,
        @Nullable String key,
        Extra extra) {

    /// What comes with it beyond the plain words: the filing condition, answers to what the kind asks, whether
    /// handlers may know who raised it, the number and deadline another system gave it, the seat that typed it
    /// in, how to reach a visitor, and the matter it is a part of.
    public record Extra(
            @Nullable Integer condition,
            Map<String, String> fields,
            boolean anonymous,
            @Nullable String outsideNumber,
            @Nullable Instant outsideDeadline,
            @Nullable Long takenBy,
            @Nullable Contact contact,
            @Nullable Long parent) {
        public static final Extra NONE = new Extra(null, Map.of(), false, null, null, null, null, null);

        public Extra {
            var answered = new java.util.TreeMap<String, String>();
            fields.forEach((name, answer) -> {
                if (!answer.isBlank()) {
                    answered.put(name, clean(answer));
                }
            });
            fields = Map.copyOf(answered);
            outsideNumber = outsideNumber == null || outsideNumber.isBlank() ? null : outsideNumber.strip();
            if (outsideNumber != null && outsideNumber.length() > MOST_NUMBER) {
                throw Refusal.invalid("outside-number");
            }
        }

        public static Extra part(long parent) {
            return new Extra(null, Map.of(), false, null, null, null, null, parent);
        }

        private static final int MOST_NUMBER = 60;
    }

    /// How to reach somebody without an account; kept sealed and shown only with a purpose.
    public record Contact(String name, String phone, String mail) {

        public Contact {
            name = Names.visible(name);
            phone = phone(phone);
            mail = mail.strip();
            if (name.length() > 60 || mail.length() > 200) {
                throw Refusal.invalid("contact");
            }
        }

        /// An extension stands behind a dash.
        private static String phone(String typed) {
            if (typed.isBlank()) {
                return "";
            }
            if (Phone.parse(typed).isEmpty() && typed.matches("\\+?\\d{0,15}")) {
                return typed; // as it was kept before; whoever reads it sees what is wrong with it
            }
            Phone read = Phone.parse(typed).orElseThrow(() -> Refusal.invalid("contact-phone"));
            return read.extension().isEmpty() ? read.number() : read.number() + "-" + read.extension();
        }

        public boolean empty() {
            return name.isEmpty() && phone.isEmpty() && mail.isEmpty();
        }
    }

    /// A report with nothing beyond the plain words.
    public NewMatter(
            String kind,
            long place,
            Place.@Nullable Point at,
            String text,
            List<String> photos,
            Matter.Reporter reporter,
            @Nullable String key) {
        this(kind, place, at, text, photos, reporter, key, Extra.NONE);
    }

    /// The longest text, in characters as people count them (GeoReport v2 allows as many).
    public static final int MOST_TEXT = 4000;

    public static final int MOST_PHOTOS = 9;

    public NewMatter {
        text = clean(text);
        photos = photos.stream().distinct().toList();
        if (text.codePointCount(0, text.length()) > MOST_TEXT) {
            throw Refusal.invalid("text-long", MOST_TEXT, text.codePointCount(0, text.length()));
        }
        if (photos.size() > MOST_PHOTOS) {
            throw Refusal.invalid("photos-many", MOST_PHOTOS);
        }
        if (key != null && (key.isBlank() || key.length() > 100)) {
            throw Refusal.invalid("idempotency-key");
        }
    }

    /// Text without control characters that PostgreSQL or a spreadsheet cannot hold; every real character stays.
    public static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
    }
}
