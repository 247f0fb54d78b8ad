package org.gongzhi.matters;

import java.util.List;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// What a reporter hands in. Both the form and the API make it; what is wrong with it is refused here.
public record NewMatter(
        String kind,
        long place,
        Place.@Nullable Point at,
        String text,
        List<String> photos,
        Matter.Reporter reporter,
        @Nullable String key) {

    /// The longest text, in characters as people count them.
    public static final int MOST_TEXT = 2000;

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
